using System.Text.RegularExpressions;
using System.Threading.RateLimiting;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;

namespace SafeIsle.Notices;

/// <summary>
/// Sends what waits, a batch at a time on each node. A message is claimed by a lease, so that no other node sends it meanwhile and a node
/// that dies gives it back; it goes out under the same id each time. Nothing is lost: what cannot be sent ends where a person sees it.
/// </summary>
public sealed partial class OutsideSender(
    IServiceScopeFactory scopes, IEnumerable<IOutsideChannel> channels, TimeProvider clock, ILogger<OutsideSender> log) : BackgroundService
{
    /// <summary>How long a failed message waits for its next try; after the last one a person decides.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    private const int Batch = 50;
    private const string Stars = "***";
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly Dictionary<OutsideWay, (IOutsideChannel Channel, RateLimiter Rate)> ways = channels.ToDictionary(c => c.Way, c => (c, RateOf(c)));

    /// <summary>Something was put into the queue.</summary>
    public void Wake()
    {
        if (wake.CurrentCount == 0)
        {
            try
            {
                wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else woke it at the same moment.
            }
        }
    }

    public override void Dispose()
    {
        foreach (var (_, rate) in ways.Values)
        {
            rate.Dispose();
        }

        wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await SendBatchAsync(stoppingToken))
                {
                    await wake.WaitAsync(Idle, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The database may be away for a moment; the queue is asked again after the pause.
                LogQueue(failure);
                await Task.Delay(Idle, clock, stoppingToken);
            }
        }
    }

    private async Task<bool> SendBatchAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var outside = scope.ServiceProvider.GetRequiredService<Outside>();
        var now = clock.Now();
        var due = await db.OutsideMessages
            .Where(m => m.EndedAt == null && m.NextAt <= now && (m.State == OutsideState.Waiting || m.State == OutsideState.Sending))
            .OrderBy(m => m.NextAt).Take(Batch).ToListAsync(cancel);
        foreach (var message in due)
        {
            var (tries, before) = (message.Tries, message.NextAt);
            var until = clock.Now() + Lease;
            var claimed = await Row(db, message).Where(m => m.Tries == tries && m.NextAt == before)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(m => m.State, OutsideState.Sending).SetProperty(m => m.Tries, tries + 1).SetProperty(m => m.NextAt, until), cancel);
            if (claimed == 1)
            {
                await EndAsync(db, message, tries + 1, await TryAsync(message, outside, cancel), cancel);
            }
        }

        return due.Count == Batch;
    }

    private async Task<SendAnswer> TryAsync(OutsideMessage message, Outside outside, CancellationToken cancel)
    {
        var (channel, rate) = ways[message.Way];
        using var turn = await rate.AcquireAsync(1, cancel);
        try
        {
            var letter = outside.Open(message);
            var answer = await channel.SendAsync(message.Id, letter, cancel);
            return answer with { Problem = WithoutAddress(answer.Problem, letter.To) };
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            LogMessage(failure, message.Way, message.Id);
            return new(SendResult.Later, "发送时出错，稍后自动再发。");
        }
    }

    private async Task EndAsync(Db db, OutsideMessage message, int tries, SendAnswer answer, CancellationToken cancel)
    {
        var now = clock.Now();
        var givenUp = answer.Result == SendResult.Later && tries > Pauses.Count;
        var state = answer.Result switch
        {
            SendResult.Sent => OutsideState.Sent,
            SendResult.ByHand => OutsideState.ByHand,
            SendResult.Later when !givenUp => OutsideState.Waiting,
            SendResult.Later or SendResult.Never => OutsideState.Dead,
        };
        var next = state == OutsideState.Waiting ? now + Pauses[tries - 1] : now;
        var problem = ChineseText.Cut(answer.Problem, Outside.MostProblem);
        await Row(db, message).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, state).SetProperty(m => m.NextAt, next).SetProperty(m => m.Problem, problem)
                .SetProperty(m => m.EndedAt, state == OutsideState.Sent ? now : (DateTimeOffset?)null),
            cancel);
    }

    // Providers like to repeat the number, with or without its country code; the address lies sealed and must not lie open beside it.
    private static string WithoutAddress(string words, string to)
    {
        var rest = LongNumber().Replace(words, Stars);
        return to.Length > 0 ? rest.Replace(to, Stars, StringComparison.OrdinalIgnoreCase) : rest;
    }

    private static RateLimiter RateOf(IOutsideChannel channel) => new TokenBucketRateLimiter(new()
    {
        TokenLimit = channel.PerSecond,
        TokensPerPeriod = channel.PerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = Batch,
        AutoReplenishment = true,
    });

    private static IQueryable<OutsideMessage> Row(Db db, OutsideMessage message) =>
        db.OutsideMessages.Where(m => m.CommunityId == message.CommunityId && m.Id == message.Id);

    // Seven digits or more, also with single blanks or hyphens between them: the shortest landline number.
    [GeneratedRegex(@"\d(?:[ -]?\d){6,}", RegexOptions.None, 100)]
    private static partial Regex LongNumber();

    [LoggerMessage(Level = LogLevel.Error, Message = "The queue of messages to people outside could not be worked off")]
    private partial void LogQueue(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A message by {Way} could not be sent: {Id}")]
    private partial void LogMessage(Exception failure, OutsideWay way, Guid id);
}
