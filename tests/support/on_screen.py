"""When an opened project can be worked with."""

from annotator.gui.shell.main_window import MainWindow


def on_screen(window: MainWindow) -> bool:
    """Return whether the window shows a project, filled and ready for keys."""
    return window.workspace is not None and window.pages.currentWidget() is window.workspace


def in_menu(menu):
    """Return the actions of a menu and of the menus in it."""
    return [one for act in menu.actions() for one in (in_menu(act.menu()) if act.menu() else [act])]
