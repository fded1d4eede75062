using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace SafeIsle.Bench;

/// <summary>What a stretch of work cost the server.</summary>
internal readonly record struct Cost(TimeSpan Cpu, double Megabytes);

/// <summary>The published product as a process of its own, measured from outside as its users meet it.</summary>
internal sealed partial class Subject : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient http;

    private Subject(Process process, Uri address)
    {
        this.process = process;
        Address = address;
        http = new(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public Uri Address { get; }

    public static async Task<Subject> StartAsync(string data, string? postgres = null)
    {
        var program = Program(data, "serve", "--urls", "http://127.0.0.1:0");
        program.Environment["SAFEISLE_DB"] = postgres;
        var started = Process.Start(program)!;
        while (await started.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("SafeIsle: ", StringComparison.Ordinal))
            {
                // Warnings and errors go on; an unread pipe would stop the server.
                _ = started.StandardOutput.BaseStream.CopyToAsync(Console.OpenStandardError());
                return new(started, new Uri(line["SafeIsle: ".Length..]));
            }
        }

        throw new InvalidOperationException("The server did not start.");
    }

    /// <summary>Runs a verb to its end; how long the whole process took.</summary>
    public static async Task<TimeSpan> RunAsync(string data, string verb)
    {
        var watch = Stopwatch.GetTimestamp();
        using var run = Process.Start(Program(data, verb))!;
        await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        return run.ExitCode == 0 ? Stopwatch.GetElapsedTime(watch) : throw new InvalidOperationException($"{verb} failed.");
    }

    public async Task LoginAsync(string name, string password)
    {
        using var answer = await PostAsync("/login", "/login", ("name", name), ("password", password));
        if (answer.RequestMessage!.RequestUri!.AbsolutePath == "/login")
        {
            throw new InvalidOperationException("Login failed.");
        }
    }

    /// <summary>Fetches the whole answer; throws unless it is 2xx.</summary>
    public async Task<byte[]> GetAsync(string path)
    {
        using var answer = await http.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    public async Task<string> GetTextAsync(string path) => System.Text.Encoding.UTF8.GetString(await GetAsync(path));

    /// <summary>Posts a form with the token of the page that shows it.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(
            fields.Append(("__RequestVerificationToken", Token(await GetTextAsync(page)))).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        var answer = await http.PostAsync(path, content);
        answer.EnsureSuccessStatusCode();
        return answer;
    }

    /// <summary>Times one request at a time, after some to warm up.</summary>
    public async Task<IReadOnlyList<double>> TimesAsync(int warm, int count, Func<int, string> path)
    {
        var times = new List<double>(count);
        for (var i = -warm; i < count; i++)
        {
            var watch = Stopwatch.GetTimestamp();
            await GetAsync(path(i + warm));
            if (i >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
            }
        }

        return times;
    }

    /// <summary>CPU time since the start and resident memory now.</summary>
    public Cost Cost()
    {
        process.Refresh();
        return new(process.TotalProcessorTime, process.WorkingSet64 / 1048576.0);
    }

    public Cost Since(Cost before)
    {
        var now = Cost();
        return now with { Cpu = now.Cpu - before.Cpu };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static ProcessStartInfo Program(string data, params string[] arguments)
    {
        var program = Environment.GetEnvironmentVariable("SAFEISLE_APP") ?? throw new InvalidOperationException("Run ./bench, which sets SAFEISLE_APP.");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["SAFEISLE_DATA"] = data;
        start.Environment["SAFEISLE_SCANS_PER_MINUTE"] = "1000000";
        // As ./run starts it.
        start.Environment["DOTNET_GCgen0size"] = "0x800000";
        return start;
    }

    private static string Token(string html) => TokenInput().Match(html).Groups["token"].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenInput();
}
