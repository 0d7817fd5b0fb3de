#!/bin/sh
# Installs Annotator for you alone, without root: ./install.sh [--uninstall] [FOLDER, default ~/.local]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
remove=no
if [ "${1:-}" = --uninstall ]; then remove=yes; shift; fi
target=${1:-$HOME/.local}
program=$target/lib/annotator
files="bin/annotator share/applications/annotator.desktop share/mime/packages/annotator.xml
    share/icons/hicolor/scalable/apps/annotator.svg share/man/man1/annotator.1"
refresh() {
    for command in "update-mime-database $target/share/mime" "update-desktop-database $target/share/applications"; do
        # shellcheck disable=SC2086
        command -v "${command%% *}" >/dev/null && $command >/dev/null 2>&1 || true
    done
}
rm -rf "$program"
for file in $files; do rm -f "$target/$file"; done
if [ $remove = yes ]; then
    refresh
    echo "Annotator is removed from $target. Your projects, settings and backups are untouched."
    exit
fi
mkdir -p "$target/lib" "$target/bin"
cp -R "$here/annotator" "$program"
ln -s ../lib/annotator/annotator "$target/bin/annotator"
for file in $files; do
    [ "$file" = bin/annotator ] && continue
    mkdir -p "$target/$(dirname "$file")"
    cp "$here/$file" "$target/$file"
done
sed -i "s|^Exec=annotator|Exec=$target/bin/annotator|" "$target/share/applications/annotator.desktop"
refresh
echo "Annotator is in $target. Start it from the menu, or with: $target/bin/annotator"
