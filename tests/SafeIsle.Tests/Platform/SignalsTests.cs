using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Tests.Platform;

/// <summary>Signals on one node, and on PostgreSQL between two.</summary>
public sealed class SignalsTests(TestApp app) : IClassFixture<TestApp>
{
    private Signals Here => app.Services.GetRequiredService<Signals>();

    private static async Task<Task<bool>> ListenAsync(Signals signals, string topic, CancellationToken cancel)
    {
        var changes = signals.ListenAsync(topic, cancel).GetAsyncEnumerator(cancel);
        var next = changes.MoveNextAsync().AsTask();
        await Task.Yield();
        return next;
    }

    private async Task<Task<bool>> OtherRaisedAsync(CancellationToken cancel)
    {
        var heard = await ListenAsync(Here, "building:a", cancel);
        Here.Raise("building:b");
        await Task.Delay(50, cancel);
        return heard;
    }

    [Fact]
    public async Task A_listener_hears_its_topic_and_no_other()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var heard = await OtherRaisedAsync(limit.Token);
        // When its line to the other nodes comes up, everybody is woken once.
        heard = heard.IsCompleted ? await OtherRaisedAsync(limit.Token) : heard;
        heard.IsCompleted.ShouldBeFalse();
        Here.Raise("building:a");
        (await heard).ShouldBeTrue();
    }

    [Fact]
    public async Task What_one_node_raises_is_heard_on_the_other_where_they_share_a_database()
    {
        var location = app.Services.GetRequiredService<DataLocation>();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SAFEISLE_DATA"] = location.Folder, ["SAFEISLE_DB"] = location.PostgresConnection,
        });
        await using var other = (await ServeVerb.OpenAsync(builder, app.Clock, CancellationToken.None)).Value;
        await other.StartAsync(TestContext.Current.CancellationToken);
        var there = other.Services.GetRequiredService<Signals>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        if (!TestApp.OnPostgres)
        {
            // SQLite has one node: nothing leaves it.
            var apart = await ListenAsync(there, "building:c", limit.Token);
            Here.Raise("building:c");
            await Task.Delay(200, limit.Token);
            apart.IsCompleted.ShouldBeFalse();
            await limit.CancelAsync();
            await other.StopAsync(TestContext.Current.CancellationToken);
            return;
        }

        // Both have connected when a signal arrives at all; from then on it takes less than a second, and nobody hears her own twice.
        var first = await ListenAsync(there, "warm", limit.Token);
        while (!first.IsCompleted)
        {
            Here.Raise("warm");
            await Task.WhenAny(first, Task.Delay(100, limit.Token));
        }

        await Task.Delay(500, limit.Token);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var heard = await ListenAsync(there, "building:c", limit.Token);
        var own = 0;
        using var counting = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        var count = Task.Run(
            async () =>
            {
                await foreach (var _ in Here.ListenAsync("building:c", counting.Token))
                {
                    own++;
                }
            }, limit.Token);
        await Task.Delay(100, limit.Token);
        Here.Raise("building:c");
        (await heard).ShouldBeTrue();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        await Task.Delay(300, limit.Token);
        own.ShouldBe(1);
        await counting.CancelAsync();
        await count.ContinueWith(_ => { }, TaskScheduler.Default);

        // What is raised while the line is cut arrives when it stands again.
        var late = await ListenAsync(there, "building:d", limit.Token);
        await using (var connection = new NpgsqlConnection(location.PostgresConnection))
        {
            await connection.OpenAsync(limit.Token);
            await using var cut = new NpgsqlCommand(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_notify($1%' AND pid <> pg_backend_pid()",
                connection);
            ((long)(await cut.ExecuteScalarAsync(limit.Token))!).ShouldBeGreaterThan(0);
        }

        Here.Raise("building:d");
        (await late).ShouldBeTrue();
        await other.StopAsync(TestContext.Current.CancellationToken);
    }
}
