#!/bin/sh
# Installs Annotator for you alone, without root: ./install.sh [--uninstall] [FOLDER, default ~/.local]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
remove=no
if [ "${1:-}" = --uninstall ]; then remove=yes; shift; fi
target=${1:-${HOME:?is not set; name the folder to install to}/.local}
mkdir -p "$target"
target=$(cd "$target" && pwd)
program=$target/lib/annotator
list=$program/installed-files
refresh() {
    if command -v update-mime-database >/dev/null; then update-mime-database "$target/share/mime" >/dev/null 2>&1 || true; fi
    if command -v update-desktop-database >/dev/null; then
        update-desktop-database "$target/share/applications" >/dev/null 2>&1 || true
    fi
}
forget() { # removes empty folders, up to the target
    (cd "$target" && rmdir -p "$1") 2>/dev/null || true
}
ours=$(cat "$here/annotator/VERSION" 2>/dev/null || echo 0)
there=$(cat "$program/VERSION" 2>/dev/null || echo 0)
if [ $remove = no ] && [ "$ours" != "$there" ] && [ "$(printf '%s\n%s\n' "$ours" "$there" | sort -V | tail -n 1)" = "$there" ]; then
    echo "Annotator $there is installed in $target, and this is the older $ours, which may not open its projects." >&2
    echo "Nothing is changed. To go back all the same, remove the newer one first: ./install.sh --uninstall $target" >&2
    exit 1
fi
folders=""
if [ -f "$list" ]; then
    folders=$(sed 's|/[^/]*$||' "$list" | sort -ru)
    while IFS= read -r file; do rm -f "$target/$file"; done <"$list"
fi
rm -rf "$program"
if [ $remove = yes ]; then
    for folder in $folders lib bin; do forget "$folder"; done
    # What the system derived from types and menu entries stays only where there are some of others.
    if [ -d "$target/share/mime/packages" ]; then refresh; else rm -rf "$target/share/mime"; fi
    if ls "$target/share/applications/"*.desktop >/dev/null 2>&1; then refresh; else
        rm -f "$target/share/applications/mimeinfo.cache"
    fi
    for folder in share/applications share; do forget "$folder"; done
    echo "Annotator is removed from $target. Your projects, settings and backups are untouched."
    exit
fi
mkdir -p "$target/lib" "$target/bin"
cp -R "$here/annotator" "$program"
ln -s ../lib/annotator/annotator "$target/bin/annotator"
echo bin/annotator >"$list"
(cd "$here" && find share -type f) | while IFS= read -r file; do
    mkdir -p "$target/$(dirname "$file")"
    cp "$here/$file" "$target/$file"
    echo "$file" >>"$list"
done
started=$target/share/applications/annotator.desktop
while IFS= read -r line; do
    case $line in
    Exec=annotator*) printf 'Exec="%s" %s\n' "$target/bin/annotator" "${line#Exec=annotator }" ;;
    TryExec=*) printf 'TryExec=%s\n' "$target/bin/annotator" ;;
    *) printf '%s\n' "$line" ;;
    esac
done <"$here/share/applications/annotator.desktop" >"$started"
refresh
echo "Annotator is in $target. Start it from the menu, or with: $target/bin/annotator"
