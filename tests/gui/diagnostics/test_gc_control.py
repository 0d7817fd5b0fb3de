"""While a project is open, the search for cyclic garbage leaves alone what was there before."""

import gc

from on_screen import on_screen


def test_what_an_open_project_consists_of_is_not_searched_until_it_is_closed(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    assert gc.get_freeze_count() > 1000
    window.close_project()
    assert gc.get_freeze_count() == 0
