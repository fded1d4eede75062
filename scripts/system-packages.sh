# Sourced. need_packages NAME...: Debian packages that must be there. They are installed when that is allowed (root, or sudo
# that asks no password); otherwise the one command that would do it is printed, and the answer is 1.
need_packages() {
  local as_root=()
  if ! command -v apt-get >/dev/null; then
    echo "Please install what corresponds to these Debian packages: $*" >&2
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      echo "Some system packages are missing. This installs them: sudo apt-get install -y --no-install-recommends $*" >&2
      return 1
    fi
    as_root=(sudo -n)
  fi
  echo "Installing system packages: $*"
  local log
  log=$(mktemp)
  if "${as_root[@]}" apt-get update -q >"$log" 2>&1 &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >>"$log" 2>&1 </dev/null; then
    rm -f "$log"
  else
    tail -n 20 "$log" >&2
    rm -f "$log"
    echo "These packages could not be installed: $*" >&2
    return 1
  fi
}

# Prints the packages that paper needs and that are missing: the text layout library and a font with Chinese characters.
missing_for_paper() {
  compgen -G '/usr/lib/*/libpangocairo-1.0.so.0' >/dev/null || echo libpangocairo-1.0-0
  compgen -G '/usr/share/fonts/*/noto/NotoSansCJK*' >/dev/null ||
    { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn file | head -n 1)" ]; } || echo fonts-noto-cjk
}
