#!/bin/sh
# Installs Annotator for one person, without root. A copy of this file, lib/annotator/uninstall.sh, removes it again.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
name=${0##*/}
usage() {
    if [ "$name" = uninstall.sh ]; then
        echo "Usage: $0 [FOLDER]"
        echo "Removes Annotator from the folder that it was installed into. Projects, settings and backups stay."
    else
        echo "Usage: $0 [--uninstall] [FOLDER]"
        echo "Installs Annotator into FOLDER, ~/.local unless given, or removes it from there."
        echo "Projects, settings and backups stay in both cases."
    fi
}
refuse() {
    echo "$name: $1" >&2
    usage >&2
    exit 2
}
remove=no
target=
if [ "$name" = uninstall.sh ]; then remove=yes; fi
options=yes # until --, after which a word is the folder even if it begins with a hyphen
for word in "$@"; do
    case $options$word in
    yes-h | yes--help) usage && exit ;;
    yes--uninstall) remove=yes ;;
    yes--) options=no ;;
    yes-*) refuse "there is no option $word" ;;
    *)
        if [ -z "$word" ]; then refuse "the name of the folder is empty"; fi
        if [ -n "$target" ]; then refuse "there is one folder to name, not $target and $word"; fi
        target=$word
        ;;
    esac
done
case $target in -*) target=./$target ;; esac
if [ -z "$target" ] && [ "$name" = uninstall.sh ]; then
    target=$here/../..
elif [ -z "$target" ]; then
    target=${HOME:?is not set; name the folder to install to}/.local
fi
if [ $remove = no ]; then mkdir -p "$target"; fi
if [ ! -d "$target" ]; then
    echo "$target: there is no such folder. Nothing is changed." >&2
    exit 1
fi
target=$(cd "$target" && pwd)
program=$target/lib/annotator
list=$program/installed-files
if [ -e "$program" ] && [ ! -f "$list" ] && [ ! -f "$program/VERSION" ]; then
    echo "$program is there, but not as this program installs it. Nothing is changed; name another folder." >&2
    exit 1
fi
if [ $remove = yes ] && [ ! -e "$program" ]; then
    echo "Annotator is not installed in $target. Nothing is changed." >&2
    exit 1
fi
link=$target/bin/annotator
if [ $remove = no ] && { [ -e "$link" ] || [ -L "$link" ]; } && [ "$(readlink "$link" || true)" != ../lib/annotator/annotator ]; then
    echo "$link is there from another installation, such as pipx. Nothing is changed; remove that, or name another folder." >&2
    exit 1
fi
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
    echo "Nothing is changed. To go back all the same, remove the newer one first: $program/uninstall.sh" >&2
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
cp "$here/install.sh" "$program/uninstall.sh"
ln -sf ../lib/annotator/annotator "$link"
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
echo "To remove it again: $program/uninstall.sh"
