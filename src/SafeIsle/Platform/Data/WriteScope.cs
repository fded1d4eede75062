using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using SafeIsle.Platform.Audit;

namespace SafeIsle.Platform.Data;

/// <summary>
/// One write request: one transaction with its audit entries inside. Opened before the first look that the write relies on
/// (SQLite takes its write lock at once), committed once. Committing without a recorded act is a bug and throws.
/// </summary>
public sealed class WriteScope : IAsyncDisposable
{
    private readonly Db db;
    private readonly IDbContextTransaction transaction;
    private readonly AuditTrail trail;
    private readonly Actor actor;
    private readonly List<AuditDraft> drafts = [];
    private readonly List<Action> afterCommit = [];
    private bool later;

    private WriteScope(Db db, IDbContextTransaction transaction, AuditTrail trail, Actor actor)
    {
        this.db = db;
        this.transaction = transaction;
        this.trail = trail;
        this.actor = actor;
    }

    internal static async Task<WriteScope> OpenAsync(Db db, AuditTrail trail, Actor actor, CancellationToken cancel)
    {
        // A write is given up as a whole: going back to half of it would be two round trips for each save.
        db.Database.AutoSavepointsEnabled = false;
        var scope = new WriteScope(db, await db.Database.BeginTransactionAsync(cancel), trail, actor);
        db.Write = scope;
        return scope;
    }

    /// <summary>Says what is done, for the audit log of that community (or place).</summary>
    /// <param name="place">12-digit code of the community, or of the place above it.</param>
    /// <param name="action">Stable dotted name, e.g. <c>closure.open</c>.</param>
    /// <param name="subject">The row it is about.</param>
    /// <param name="summary">One Chinese sentence; holds no unmasked ID number, phone or health note.</param>
    /// <param name="by">Where one write does what several asked for: who asked for this; else whoever opened the write.</param>
    public void Record(long place, string action, Guid? subject, string summary, Actor? by = null) =>
        drafts.Add(new(place, action, subject, summary, by));

    /// <summary>
    /// For the write whose minute nobody may learn, since a minute would tell who it was: it is told of later, by an entry of another write.
    /// </summary>
    public void RecordLater() => later = true;

    /// <summary>Runs after the commit only: signals, never work that could fail the request.</summary>
    public void AfterCommit(Action signal) => afterCommit.Add(signal);

    /// <summary>Saves, audit entries with the rest, and commits. The entries are sealed right afterwards, by whoever serves.</summary>
    public async Task CommitAsync(CancellationToken cancel = default)
    {
        if (drafts.Count == 0 && !later)
        {
            throw new InvalidOperationException("A write without an audit entry: call Record first.");
        }

        try
        {
            trail.Add(db, actor, drafts);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        catch
        {
            // At once, so that whoever answers a collision may read: PostgreSQL answers nothing inside a failed transaction.
            await DisposeAsync();
            throw;
        }

        db.Write = null;
        db.ChangeTracker.Clear();
        trail.Written?.Invoke();
        foreach (var signal in afterCommit)
        {
            signal();
        }
    }

    /// <summary>Rolls back what was not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (ReferenceEquals(db.Write, this))
        {
            // What was given up must not be saved by the next write of the same request.
            db.Write = null;
            db.ChangeTracker.Clear();
        }

        await transaction.DisposeAsync();
    }
}

/// <summary>How a use case opens its write: <c>await using var write = await db.BeginWriteAsync(me.Actor, cancel);</c></summary>
public static class Writes
{
    public static Task<WriteScope> BeginWriteAsync(this Db db, Actor actor, CancellationToken cancel) =>
        WriteScope.OpenAsync(db, db.GetService<AuditTrail>(), actor, cancel);

    /// <summary>
    /// Notes a look at unmasked data: nothing changes but the audit log. A write that is open still, because its form was refused and the
    /// page is shown again, is given up.
    /// </summary>
    public static async Task RecordLookAsync(
        this Db db, Actor actor, long place, string action, Guid? subject, string summary, CancellationToken cancel)
    {
        if (db.Write is { } refused)
        {
            await refused.DisposeAsync();
        }

        await using var write = await db.BeginWriteAsync(actor, cancel);
        write.Record(place, action, subject, summary);
        await write.CommitAsync(cancel);
    }
}
