"""Packaging for macOS: an .app in a .dmg, signed and notarized if the keys are configured."""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from scripts.installers.common import BESIDE, BUILD, DIST, RESOURCES, ROOT
from scripts.installers.desktop import draw_icons

IDENTITY = "ANNOTATOR_SIGNING_IDENTITY"
"""Environment variable with the "Developer ID Application" certificate in the keychain; without it, sign ad hoc."""
PROFILE = "ANNOTATOR_NOTARY_PROFILE"
"""Environment variable with the profile of ``xcrun notarytool store-credentials``; without it, do not notarize."""


def make_image(frozen: Path, number: str) -> Path:
    """Wrap a frozen program into an .app and a .dmg and return the path of the .dmg; runs on macOS."""
    app = BUILD / "Annotator.app"
    make_app(app, frozen, number)
    identity = os.environ.get(IDENTITY, "-")
    hardened = ["--options", "runtime", "--timestamp"] if identity != "-" else []
    entitlements = ["--entitlements", str(RESOURCES / "macos" / "entitlements.plist")]
    subprocess.run(["codesign", "--force", "--deep", "--sign", identity, *hardened, *entitlements, app], check=True)
    machine = os.uname().machine
    target = DIST / f"annotator-{number}-macos-{machine}.dmg"
    target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(app, folder / app.name, symlinks=True)
        (folder / "Applications").symlink_to("/Applications")
        subprocess.run(
            ["hdiutil", "create", "-volname", "Annotator", "-srcfolder", folder, "-format", "ULMO", target], check=True
        )
    if profile := os.environ.get(PROFILE):
        subprocess.run(["xcrun", "notarytool", "submit", target, "--keychain-profile", profile, "--wait"], check=True)
        subprocess.run(["xcrun", "stapler", "staple", target], check=True)
    return target


def make_app(app: Path, frozen: Path, number: str) -> None:
    """Create an application bundle from the frozen folder, the icon, and the Finder metadata."""
    shutil.rmtree(app, ignore_errors=True)
    contents = app / "Contents"
    shutil.copytree(frozen, contents / "MacOS", symlinks=True)
    (contents / "Resources").mkdir()
    shutil.copy(draw_icons() / "annotator.icns", contents / "Resources" / "annotator.icns")
    shutil.copy(ROOT / "LICENSE", contents / "Resources" / "LICENSE")
    for folder in BESIDE:  # code lies in MacOS, everything else in Resources
        found = contents / "MacOS" / folder
        if found.is_dir():
            shutil.move(found, contents / "Resources" / folder)
        else:
            found.unlink(missing_ok=True)
    with (contents / "Info.plist").open("wb") as file:
        plistlib.dump(about(number), file)


def about(number: str) -> dict[str, object]:
    """Return the contents of Info.plist."""
    return {
        "CFBundleName": "Annotator",
        "CFBundleDisplayName": "Annotator",
        "CFBundleIdentifier": "org.annotator.Annotator",
        "CFBundleExecutable": "annotator-window",
        "CFBundleIconFile": "annotator",
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": number,
        "CFBundleVersion": number,
        "LSMinimumSystemVersion": "12.0",
        "LSApplicationCategoryType": "public.app-category.photography",
        "NSHighResolutionCapable": True,
        "CFBundleLocalizations": ["en", "de"],
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Annotator project",
                "CFBundleTypeRole": "Editor",
                "CFBundleTypeIconFile": "annotator",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": ["org.annotator.project"],
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": "org.annotator.project",
                "UTTypeDescription": "Annotator project",
                "UTTypeConformsTo": ["public.data", "public.database"],
                "UTTypeTagSpecification": {"public.filename-extension": ["annotator"]},
            }
        ],
    }
