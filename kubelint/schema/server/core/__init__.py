"""The core group: pods and what they are made of, Services, configuration, storage, quotas."""
