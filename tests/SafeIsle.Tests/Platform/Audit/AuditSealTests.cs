using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Tests.Platform.Audit;

/// <summary>Numbers and hashes are given after the commit; the product of these tests does so too, all the while.</summary>
public sealed class AuditSealTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Twenty_writers_at_once_leave_no_gap()
    {
        const long place = 990000000401;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => app.AppendAsync(place, 2, also: i % 2 == 0 ? 0 : Cast.Home)));
        await app.SealAsync();
        // A line committed after the product sealed a later one has the higher number.
        (await NumbersAsync(place)).ShouldBe(Numbers(40), ignoreOrder: true);
        (await app.ProblemsAsync(place)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_sealers_at_once_give_each_line_one_number()
    {
        const long place = 990000000402;
        // More than one portion.
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => app.AppendAsync(place, 200)));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(app.SealAsync)));
        (await NumbersAsync(place)).ShouldBe(Numbers(1200), ignoreOrder: true);
        (await app.ProblemsAsync(place)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_product_seals_by_itself()
    {
        const long place = 990000000403;
        await app.AppendAsync(place, 3);
        var watch = Stopwatch.StartNew();
        while ((await NumbersAsync(place)).Contains(null) && watch.Elapsed < Soon)
        {
            await Task.Delay(50);
        }

        (await NumbersAsync(place)).ShouldBe(Numbers(3));
    }

    [Fact]
    public async Task Cut_off_before_its_commit_nothing_is_sealed_and_nothing_lost()
    {
        const long place = 990000000404;
        var count = 0;
        for (var cut = false; !cut; count++)
        {
            // Again where the product itself was quicker.
            count.ShouldBeLessThan(50);
            await app.AppendAsync(place, 1);
            await using var db = Open(new CutOff());
            cut = await Record.ExceptionAsync(() => app.Trail().SealAsync(db, default)) is IOException;
        }

        await app.AppendAsync(place, 2);
        await app.SealAsync();
        (await NumbersAsync(place)).ShouldBe(Numbers(count + 2));
        (await app.ProblemsAsync(place)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_committed_late_stands_where_it_was_written_and_gets_the_next_number()
    {
        const long place = 990000000405;
        var early = Ids.New();
        await app.AppendAsync(place, 2);
        await app.SealAsync();
        await WriteAsync(Line(place, early, app.Clock.Now(), marked: true));
        await app.SealAsync();
        (await NumbersAsync(place)).ShouldBe([3, 1, 2]);
        (await app.ProblemsAsync(place)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Altered_or_made_up_before_it_is_sealed_it_is_found()
    {
        const long place = 990000000406;
        await app.AppendAsync(place, 1);
        await app.SealAsync();
        await WriteAsync(Line(place, Ids.New(), app.Clock.Now(), marked: false));
        await app.AppendAsync(place, 1);
        await app.SealAsync();
        (await NumbersAsync(place)).ShouldBe(Numbers(3));
        (await app.ProblemsAsync(place)).ShouldHaveSingleItem().ShouldContain("第 2 条与记录时不一致");
    }

    [Fact]
    public async Task An_altered_end_is_not_built_upon_and_what_waits_too_long_is_told()
    {
        const long place = 990000000407;
        await app.AppendAsync(place, 3);
        await app.SealAsync();
        await app.InDbAsync(db => db.Database.ExecuteSqlAsync($"UPDATE audit_head SET seq = 2 WHERE community_id = {place}"));
        await WriteAsync(Line(place, Ids.New(), app.Clock.Now() - TimeSpan.FromMinutes(2), marked: true));
        (await app.SealAsync()).ShouldContain(place);
        (await NumbersAsync(place)).ShouldBe([1, 2, 3, null]);
        var problems = await app.ProblemsAsync(place);
        problems.ShouldContain(p => p.Contains("链尾之后还有记录", StringComparison.Ordinal));
        problems.ShouldContain(p => p.Contains("有 1 条记录过了一分钟还没有编号", StringComparison.Ordinal));
    }

    private static IEnumerable<long?> Numbers(int count) => Enumerable.Range(1, count).Select(i => (long?)i);

    // In the order of the pages.
    private Task<List<long?>> NumbersAsync(long place) => app.InDbAsync(
        db => db.Set<AuditEntry>().Where(e => e.CommunityId == place).OrderBy(e => e.Id).Select(e => e.Seq).ToListAsync());

    private AuditEntry Line(long place, Guid id, DateTimeOffset at, bool marked)
    {
        var entry = new AuditEntry
        {
            CommunityId = place, Id = id, At = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()),
            ActorName = "测试者", Action = "test.act", Summary = "一件事",
        };
        entry.Hash = marked ? new AuditChain(app.Services.GetRequiredService<KeyRing>()).Mark(entry) : new byte[32];
        return entry;
    }

    // Beside an act of another place, as every write needs one.
    private Task<int> WriteAsync(AuditEntry line) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        write.Record(Cast.Home, "test.act", null, "一件事");
        db.Add(line);
        await write.CommitAsync();
        return 0;
    });

    private Db Open(IInterceptor with)
    {
        var location = app.Services.GetRequiredService<DataLocation>();
        if (location.IsPostgres)
        {
            var postgres = new DbContextOptionsBuilder<PostgresDb>();
            PostgresDb.Configure(postgres, location.PostgresConnection!);
            return new PostgresDb(postgres.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).AddInterceptors(with).Options);
        }

        var sqlite = new DbContextOptionsBuilder<SqliteDb>();
        SqliteDb.Configure(sqlite, location.SqliteFile);
        return new SqliteDb(sqlite.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).AddInterceptors(with).Options);
    }

    private sealed class CutOff : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            throw new IOException("cut off");
    }
}
