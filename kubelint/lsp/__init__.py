"""The editor: findings to diagnostics, fixes to code actions, pages to hovers. Needs the extra ``lsp``."""
