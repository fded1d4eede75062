using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Screening;
using SafeIsle.Screening.Tips;

namespace SafeIsle.Tests.Platform.Jobs;

/// <summary>Work by the clock goes through the communities; one that fails holds up none of the others.</summary>
public sealed class RoundsTests(RoundsTests.App app) : IClassFixture<RoundsTests.App>
{
    /// <summary>With its errors kept.</summary>
    public sealed class App : TestApp, ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Errors { get; } = [];

        protected override void Add(IServiceCollection services) => services.AddSingleton<ILoggerProvider>(this);

        ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

        IDisposable? ILogger.BeginScope<TState>(TState state) => null;

        bool ILogger.IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Error;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error)
            {
                Errors.Enqueue(formatter(state, exception));
            }
        }

        void IDisposable.Dispose()
        {
        }
    }

    [Fact]
    public async Task A_community_whose_plan_cannot_be_read_holds_up_none_of_the_others()
    {
        long[] all = [Cast.Home, Cast.Next, Cast.Far];
        var yesterday = app.Clock.Today().AddDays(-1);
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            db.AddRange(all.Select(c => new TipQuota { CommunityId = c, Day = yesterday, Sender = 1, Count = 1 }));
            write.Record(Cast.Home, "test.tips", null, "测试");
            await write.CommitAsync();
            return 0;
        });
        // Neither the first nor the last by its code.
        await app.InDbAsync(db => db.ResponsePlans.Where(p => p.CommunityId == Cast.Next).ExecuteUpdateAsync(set => set.SetProperty(p => p.Body, "{}")));
        var round = app.Services.GetServices<IHostedService>().OfType<ForgetScreening>().Single();
        await round.RunAsync(TestContext.Current.CancellationToken);
        (await app.InDbAsync(db => db.TipQuotas.Select(q => q.CommunityId).ToListAsync())).ShouldBe([Cast.Next], "the others were served, and this one is tried again");
        app.Errors.Count(e => e.Contains($"community {Cast.Next}", StringComparison.Ordinal)).ShouldBe(1);
        app.Errors.ShouldNotContain(e => e.Contains($"community {Cast.Home}", StringComparison.Ordinal) || e.Contains($"community {Cast.Far}", StringComparison.Ordinal));
    }
}
