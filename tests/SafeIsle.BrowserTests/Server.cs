using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace SafeIsle.BrowserTests;

/// <summary>The product as a process of its own, as <c>./run</c> starts it, with a data folder that goes when it stops.</summary>
public sealed class Server : IAsyncDisposable
{
    private const string AddressLine = "SafeIsle: http://";
    private const int LinesKept = 200;

    /// <summary>The first start makes database, keys and demo data.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    /// <summary>Building comes before it, on a machine that may have much else to do.</summary>
    private static readonly TimeSpan LongestBuild = TimeSpan.FromMinutes(6);

    private readonly Process process;
    private readonly DirectoryInfo data;
    private readonly ConcurrentQueue<string> lines = new();

    private Server(Process process, DirectoryInfo data)
    {
        this.process = process;
        this.data = data;
    }

    /// <summary>Where it listens, without a slash at the end: <c>http://127.0.0.1:41234</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Its database, where it runs on SQLite: for what no page can prepare or show.</summary>
    public string Database => Path.Combine(data.FullName, "safeisle.db");

    /// <summary>The last lines that it wrote, for the message of a test that fails.</summary>
    public string Output => string.Join(Environment.NewLine, lines);

    /// <summary>Starts the built program with the demo data, or with <c>--empty</c>.</summary>
    public static Task<Server> StartAsync(params string[] options) =>
        StartAsync("dotnet", [Places.App, "serve", "--urls", "http://127.0.0.1:0", .. options], database: null, LongestStart);

    /// <summary>Starts it with the demo data by a clock that is ahead by so much: for what happens at an hour of its own.</summary>
    public static Task<Server> StartAheadAsync(TimeSpan ahead) =>
        StartAsync("dotnet", [Places.App, "serve", "--urls", "http://127.0.0.1:0"], database: null, LongestStart, ahead);

    /// <summary>Starts it as its owner does: <c>./run</c>, which builds what is not built yet.</summary>
    /// <param name="database">A PostgreSQL connection string, or null for SQLite.</param>
    public static Task<Server> RunAsync(string? database, params string[] options) =>
        StartAsync(Path.Combine(Places.Repository, "run"), options, database, LongestBuild);

    private static async Task<Server> StartAsync(string program, string[] arguments, string? database, TimeSpan longest, TimeSpan? ahead = null)
    {
        var folder = Directory.CreateTempSubdirectory("safeisle-browser-");
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["SAFEISLE_DATA"] = folder.FullName;
        start.Environment["SAFEISLE_URLS"] = "http://127.0.0.1:0";
        start.Environment.Remove("SAFEISLE_DB");
        start.Environment.Remove("SAFEISLE_KEYS");
        if (database is not null)
        {
            start.Environment["SAFEISLE_DB"] = database;
        }

        if (ahead is { } wrong)
        {
            // libfaketime stands between the program and the clock, and reads the file again every second; timers go on by the true one.
            start.Environment["LD_PRELOAD"] = Places.FakeTime;
            start.Environment["FAKETIME_TIMESTAMP_FILE"] = ClockOf(folder);
            start.Environment["FAKETIME_CACHE_DURATION"] = "1";
            start.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
            WriteClock(folder, wrong);
        }

        var server = new Server(new Process { StartInfo = start }, folder);
        await server.ListenAsync(longest);
        return server;
    }

    /// <summary>How far ahead of the true time its clock is from now on; only after <see cref="StartAheadAsync"/>.</summary>
    public async Task SetClockAsync(TimeSpan ahead)
    {
        WriteClock(data, ahead);
        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    private static string ClockOf(DirectoryInfo data) => Path.Combine(data.FullName, "clock-of-the-test");

    private static void WriteClock(DirectoryInfo data, TimeSpan ahead) =>
        File.WriteAllText(ClockOf(data), string.Create(CultureInfo.InvariantCulture, $"{(long)ahead.TotalSeconds:+0;-0}{Environment.NewLine}"));

    private async Task ListenAsync(TimeSpan longest)
    {
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => address.TrySetCanceled();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            Address = await address.Task.WaitAsync(longest);
        }
        catch (Exception e) when (e is TimeoutException or TaskCanceledException)
        {
            await DisposeAsync();
            throw new InvalidOperationException($"The server did not start. It wrote:{Environment.NewLine}{Output}", e);
        }

        void Take(string? line)
        {
            if (line is null)
            {
                return;
            }
            lines.Enqueue(line);
            while (lines.Count > LinesKept)
            {
                lines.TryDequeue(out _);
            }
            if (line.StartsWith(AddressLine, StringComparison.Ordinal))
            {
                address.TrySetResult(line["SafeIsle: ".Length..].Trim().TrimEnd('/'));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
        await process.WaitForExitAsync();
        process.Dispose();
        data.Delete(recursive: true);
    }
}
