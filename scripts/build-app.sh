# Sourced, from the repository's root. What ./run and ./test share: the web files and the published application.

# Says what is missing to build, in one line, and answers 1.
need_tools() {
  command -v dotnet >/dev/null || { echo "The .NET SDK 10 is needed (command dotnet)." >&2; return 1; }
  command -v npm >/dev/null || { echo "Node.js 20 or newer with npm is needed to build the web files." >&2; return 1; }
}

# Everything that the application is built from, as one line that changes when any of it does.
sources_print() {
  find src web package-lock.json Directory.Build.props Directory.Packages.props global.json scripts/build-app.sh \
    \( -name bin -o -name obj -o -name wwwroot \) -prune -o -type f -printf '%P %s %T@\n' | sort | sha256sum
}

build_web() {
  if ! cmp -s package-lock.json node_modules/.package-lock.installed; then
    echo "Fetching the packages of the web files…"
    npm ci --no-audit --no-fund --loglevel=error || return 1
    cp package-lock.json node_modules/.package-lock.installed
  fi
  node web/build.mjs
}

# publish_app FOLDER [option...]: the application, ready to start, in FOLDER. The analyzers have their say in ./test: whoever starts does not wait for them.
publish_app() {
  local folder=$1 log
  shift
  mkdir -p build
  log=build/publish.log
  if ! dotnet publish src/SafeIsle/SafeIsle.csproj -c Release -o "$folder" -nologo -v quiet -p:RunAnalyzers=false "$@" >"$log" 2>&1; then
    cat "$log" >&2
    echo "The application could not be built; the messages above say why." >&2
    return 1
  fi
}

# publish_quick FOLDER: the same, compiled ahead of time so that it starts quickly; where the compiler for that is not to be had, without it.
publish_quick() {
  publish_app "$1" --use-current-runtime --self-contained false -p:PublishReadyToRun=true 2>/dev/null || publish_app "$1"
}

# build_app: the application in build/app as ./run starts it, built anew when anything that it is made of has changed.
build_app() {
  local print
  print=$(sources_print)
  if [ -f build/app/SafeIsle.dll ] && [ "$(cat build/app.print 2>/dev/null)" = "$print" ]; then
    return
  fi

  need_tools && build_web || return 1
  echo "Building SafeIsle (the first time takes a minute or two)…"
  publish_quick build/app.new || return 1
  rm -rf build/app
  mv build/app.new build/app
  echo "$print" >build/app.print
}
