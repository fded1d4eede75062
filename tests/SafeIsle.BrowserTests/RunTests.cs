using System.Net;
using Npgsql;

namespace SafeIsle.BrowserTests;

/// <summary>Alone, after all others: building takes the whole machine.</summary>
[CollectionDefinition(nameof(RunTests), DisableParallelization = true)]
public sealed class RunCollection;

/// <summary>The two commands of the README: what somebody sees who has just cloned the repository.</summary>
[Collection(nameof(RunTests))]
public sealed class RunTests
{
    /// <summary>SQLite, and PostgreSQL where the suite brings a server (scripts/postgres-cluster.sh, as ./test does).</summary>
    public static TheoryData<string> Databases => Maintenance is null ? [Sqlite] : [Sqlite, Postgres];

    private const string Sqlite = "SQLite";
    private const string Postgres = "PostgreSQL";
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static string? Maintenance => Environment.GetEnvironmentVariable("SAFEISLE_TEST_POSTGRES") is { Length: > 0 } set ? set : null;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Run_prints_address_and_demo_accounts_and_answers(string database)
    {
        if (database == Sqlite)
        {
            await using var server = await Server.RunAsync(database: null);
            await ShouldShowTheDemoAsync(server);
            return;
        }

        var name = $"safeisle_run_{Environment.ProcessId}";
        await CommandAsync($"CREATE DATABASE {name}");
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(Maintenance) { Database = name, MaxPoolSize = 10 }.ToString();
            await using var server = await Server.RunAsync(connection);
            await ShouldShowTheDemoAsync(server);
        }
        finally
        {
            await CommandAsync($"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    [Fact]
    public async Task Run_empty_leads_the_first_visitor_to_the_first_steps()
    {
        await using var server = await Server.RunAsync(database: null, "--empty");
        using var http = new HttpClient { BaseAddress = new(server.Address), Timeout = LongestWait };
        foreach (var path in new[] { "/", "/login" })
        {
            using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);
            answer.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/setup", path);
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("建立管理员");
        }

        server.Output.ShouldNotContain("演示账号");
    }

    private static async Task ShouldShowTheDemoAsync(Server server)
    {
        server.Address.ShouldStartWith("http://127.0.0.1:");
        for (var waited = TimeSpan.Zero; !server.Output.Contains("admin", StringComparison.Ordinal) && waited < LongestWait; waited += TimeSpan.FromSeconds(0.1))
        {
            await Task.Delay(TimeSpan.FromSeconds(0.1), TestContext.Current.CancellationToken);
        }

        foreach (var words in new[] { "演示账号（密码都是 anquandao2026）", "yinghua", "居委会主任 高主任", "longhu", "wangge", "zhen", "admin" })
        {
            server.Output.ShouldContain(words);
        }

        using var http = new HttpClient { BaseAddress = new(server.Address), Timeout = LongestWait };
        using var answer = await http.GetAsync("/login", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("登录");
        // The look came along: without web files the page would be bare.
        var page = await http.GetStringAsync("/login", TestContext.Current.CancellationToken);
        page.ShouldContain(".css");
    }

    private static async Task CommandAsync(string command)
    {
        await using var connection = new NpgsqlConnection(Maintenance);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var run = new NpgsqlCommand(command, connection);
        await run.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
