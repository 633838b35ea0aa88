"""Settings: what a run is to do, from the file and from the command line."""

from kubelint.config.settings import BundleSetting, PathSetting, Settings, today

__all__ = ["BundleSetting", "PathSetting", "Settings", "today"]
