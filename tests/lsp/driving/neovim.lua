-- Edits the opened file as a person would, and writes down what the server made of it.
local told = {}

local function rules()
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, one.code or one.user_data.lsp.code)
  end
  table.sort(found)
  return found
end

local function await(condition)
  if not vim.wait(20000, condition, 20) then
    table.insert(told, "waited in vain")
  end
end

local function ask(method, params)
  local _, answer = next(vim.lsp.buf_request_sync(0, method, params, 20000) or {})
  return answer and answer.result or {}
end

local line = vim.fn.search("imagePullPolicy")
await(function() return #rules() > 0 end)
told.opened = rules()

local range = vim.lsp.util.make_given_range_params({ line, 0 }, { line, 60 })
range.context = { diagnostics = {} }
for _, action in ipairs(ask("textDocument/codeAction", range)) do
  if action.title:find("%(safe") then
    local client = vim.lsp.get_client_by_id(next(vim.lsp.buf_get_clients()))
    vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
  end
end
await(function() return #rules() == 0 end)
told.mended = { text = vim.fn.trim(vim.fn.getline(line)), rules = rules() }

vim.api.nvim_win_set_cursor(0, { vim.fn.search("name: settings"), 26 })
local target = ask("textDocument/definition", vim.lsp.util.make_position_params())
told.definition = { vim.fn.fnamemodify(vim.uri_to_fname(target[1].uri), ":t"), target[1].range.start.line + 1 }

vim.fn.writefile({ vim.fn.json_encode(told) }, vim.env.KUBELINT_TOLD)
vim.cmd("qa!")
