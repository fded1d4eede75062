using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Households;
using SafeIsle.Households.Import;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Jobs;
using SafeIsle.Platform.Secrets;
using static SafeIsle.Tests.Households.Import.ImportJourney;

namespace SafeIsle.Tests.Households.Import;

/// <summary>A node that dies while it writes.</summary>
public sealed class ApplyImportTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Aborted_in_the_middle_nothing_is_written_and_after_a_restart_everything_is()
    {
        var rows = Enumerable.Range(0, 12).Select(i => Row("1", $"{(i / 2) + 1}0{(i % 2) + 1}", "癸" + "一二三四五六七八九十甲乙"[i])).ToArray();
        using var director = await app.AsAsync("director");
        var path = await director.PreviewAsync(Book(rows));
        var id = Guid.Parse(path.Split('/')[^1]);

        // As if the import had been started, with a node that dies after the sixth person.
        var job = new Job
        {
            CommunityId = Cast.Home, Id = SafeIsle.Platform.Ids.New(), Kind = ApplyImport.Name, Title = "导入", Input = id.ToString(),
            ById = app.Cast.Accounts["director"], ByName = "高主任", At = app.Clock.GetUtcNow(), State = JobState.Working,
            LeaseUntil = app.Clock.GetUtcNow().AddSeconds(30), Tries = 1,
        };
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            await using (var write = await db.BeginWriteAsync(SafeIsle.Platform.Audit.Actor.System, TestContext.Current.CancellationToken))
            {
                db.Add(job);
                (await ImportStore.MoveAsync(db, Cast.Home, id, ImportStage.Preview, ImportStage.Applying, job.Id, TestContext.Current.CancellationToken)).ShouldBeTrue();
                write.Record(Cast.Home, "test.start", id, "测试");
                await write.CommitAsync(TestContext.Current.CancellationToken);
            }

            using var dying = new CancellationTokenSource();
            var clock = new DyingClock(app.Clock, 20, dying);
            var s = scope.ServiceProvider;
            var handler = new ApplyImport(db, s.GetRequiredService<Sealer>(), s.GetRequiredService<KeyRing>(), clock, s.GetRequiredService<RegisterReader>());
            await Should.ThrowAsync<OperationCanceledException>(() => handler.RunAsync(new(job, s.GetRequiredService<JobProgress>()), dying.Token));
        }

        (await app.PeopleAsync("1号楼")).Count.ShouldBe(0);
        (await app.InDbAsync(db => db.RegisterImports.SingleAsync(i => i.Id == id))).Stage.ShouldBe(ImportStage.Applying);
        await app.StopAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        await app.StartAsync();
        using var again = await app.AsAsync("director");
        await again.WaitAsync(path);
        again.Text.ShouldContain("新增 12 人");
        (await app.PeopleAsync("1号楼")).Count.ShouldBe(12);
    }

    /// <summary>Everything that is written asks for the time; after so many times the node dies.</summary>
    private sealed class DyingClock(TimeProvider real, int after, CancellationTokenSource dying) : TimeProvider
    {
        private int asked;

        public override DateTimeOffset GetUtcNow()
        {
            if (++asked == after)
            {
                dying.Cancel();
            }

            return real.GetUtcNow();
        }
    }
}
