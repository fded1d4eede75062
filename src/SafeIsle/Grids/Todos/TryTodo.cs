using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids.Todos;

/// <summary>A try as it is told.</summary>
/// <param name="At">By our clock, not later than now.</param>
/// <param name="DeviceAt">As the device said it; null for a button of the page.</param>
internal sealed record Attempt(Guid Id, Guid TodoId, string Outcome, string Note, DateTimeOffset At, DateTimeOffset? DeviceAt = null)
{
    /// <summary>A time at which nobody had asked for it yet: of a clock that was set in between, or made up.</summary>
    public bool IsBefore(Todo todo) => At < todo.AskedAt;
}

/// <summary>What became of it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TryEnd>))]
internal enum TryEnd
{
    Kept,

    /// <summary>Kept without effect: settled before it came.</summary>
    Late,

    /// <summary>It was here already.</summary>
    Again,

    /// <summary>No such thing to do within reach, or one that never was hers.</summary>
    Unknown,

    /// <summary>Kept without effect: somebody else's, perhaps since.</summary>
    NotYours,

    /// <summary>Nothing that can come of it.</summary>
    NoOutcome,

    /// <summary>Kept without effect: by its time of a day on which it was not asked for.</summary>
    OtherDay,

    /// <summary>She tried it too often today.</summary>
    TooMany,

    /// <summary>Damaged, or not of this form.</summary>
    Unreadable,
}

/// <summary>Somebody tried: one from the page's button, or many that a phone kept while it had no network; each counts once.</summary>
internal static class TryTodo
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/field/{community:long}/todos", PressAsync).May(TodoRules.May);
        app.MapGet("/field/{community:long}/todos/pass", Pass).May(TodoRules.May);
        app.MapPost("/field/{community:long}/todos/tries", UploadAsync).May(TodoRules.May).WithMetadata(new RequestSizeLimitAttribute(TodoRules.MostPosted));
    }

    private static async Task<IResult> PressAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, TodoKinds kinds, Sealer sealer, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        var back = ListTodos.Path(community) + http.Request.QueryString;
        var parts = form.Typed("do").Split('.');
        if (parts.Length != 2 || !Guid.TryParse(parts[0], out var todo) || form.Id("page") is not { } page)
        {
            return http.Refused(back, "没有看懂点了什么，没有记；请刷新这一页再点。");
        }

        // The same button of the same page is one try, however often it is sent.
        var id = Ids.Of(page, form.Typed("do"));
        // One note for all that is to be done at a door.
        var dwelling = await db.Todos.Within(me.AndOutdoors()).Where(t => t.CommunityId == community && t.Id == todo).Select(t => t.DwellingId).SingleOrDefaultAsync(cancel);
        var door = TodoDoor.IdOf(dwelling, todo);
        var note = form.Text(TodosHtml.Note(door), "备注", TodoKind.MostNote);
        if (!form.Ok)
        {
            return await ListTodos.AgainAsync(door, form, http, community, cancel);
        }

        var now = clock.Now();
        var (end, row) = (await TakeAsync(db, me, kinds, sealer, signals, community, [new(id, todo, parts[1], note, now)], now, cancel))[0];
        return end switch
        {
            TryEnd.Unknown => TypedResults.NotFound(),
            TryEnd.NotYours => http.Refused(back, "这件事现在归别人负责；刚才的结果留在记录里，给接手的人看，这件事没有了结。"),
            TryEnd.NoOutcome => http.Refused(back, "没有这个结果可选，没有记；请刷新这一页再点。"),
            TryEnd.OtherDay or TryEnd.TooMany or TryEnd.Unreadable => http.Refused(back, Words(end)),
            TryEnd.Late => http.Refused(back, $"{row!.Dwelling}这件事已经有人办好了；刚才的结果留在记录里。"),
            TryEnd.Kept or TryEnd.Again => http.Done(back, $"已记下：{row!.Dwelling}，{kinds.Of(row.Kind).Outcome(parts[1])?.Name}。"),
        };
    }

    // What an upload needs first: who is signed in here now, and the token for the post. The kept page's may be days old.
    private static IResult Pass(long community, HttpContext http, Me me, IAntiforgery forgery, TimeProvider clock) =>
        TypedResults.Ok(new TryPass(community, me.AccountId, forgery.GetAndStoreTokens(http).RequestToken!, clock.Now().ToUnixTimeMilliseconds()));

    private static async Task<IResult> UploadAsync(
        long community, HttpContext http, Db db, Me me, TodoKinds kinds, Sealer sealer, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        // Read here and not by the router, which would answer for the body's type before anybody asked who sends it.
        var batch = await BatchAsync(http.Request, cancel);
        if (batch?.Tries is not { } sent || sent.Count > TodoRules.MostTries)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            http.Features.Set(new Refusal($"记录看不懂，或一次超过 {TodoRules.MostTries} 条；都还在手机里，没有丢。"));
            return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        }

        var now = clock.Now();
        var behind = DeviceTime.Behind(batch.SentAt, now);
        // Each is answered for itself: one that is damaged holds up no other.
        var (read, damaged) = (new List<SentTry>(), new List<Guid>());
        foreach (var element in sent)
        {
            if (Read<SentTry>(element) is { } one && one.Id != default && one.Todo != default)
            {
                read.Add(one);
            }
            else
            {
                damaged.Add(Read<TryName>(element)?.Id ?? default);
            }
        }

        var attempts = read.DistinctBy(t => t.Id).Select(t => new Attempt(
            t.Id, t.Todo, t.Outcome ?? "", ChineseText.Cut(ChineseText.Clean(t.Note), TodoKind.MostNote), Earlier(DeviceTime.Of(t.At, behind, now), now),
            DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(t.At, 0, DeviceTime.LastMs)))).ToList();
        var ends = await TakeAsync(db, me, kinds, sealer, signals, community, attempts, now, cancel);
        var taken = attempts.Zip(ends, (a, e) => (a.Id, e.End)).Concat(damaged.Select(id => (Id: id, End: TryEnd.Unreadable)));
        return TypedResults.Ok(new TriesTaken(now.ToUnixTimeMilliseconds(), [.. taken.Select(t => new TryTaken(t.Id, t.End, Words(t.End)))]));
    }

    private static async Task<TryBatch?> BatchAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return request.HasJsonContentType() ? await JsonSerializer.DeserializeAsync<TryBatch>(request.Body, JsonSerializerOptions.Web, cancel) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static T? Read<T>(JsonElement element)
        where T : class
    {
        try
        {
            return element.Deserialize<T>(JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset at, DateTimeOffset now) => at < now ? at : now;

    private static string Words(TryEnd end) => end switch
    {
        TryEnd.Kept or TryEnd.Again => "",
        TryEnd.Late => "已经有人办好了；这一条留在记录里。",
        TryEnd.Unknown => "没有这件事，或者不在自己负责的范围内，没有记。",
        TryEnd.NotYours => "这件事现在归别人负责；这一条按做的时间留在记录里，给接手的人看，这件事没有了结。",
        TryEnd.Unreadable => "这一条坏了，看不懂，没有记；请再点一次。",
        TryEnd.NoOutcome => "没有这个结果可选，没有记；请刷新名单再点。",
        TryEnd.OtherDay => "按手机的时间，做的那天还没有要做这件事，没有算今天的；今天做了的请再记一次。",
        TryEnd.TooMany => TryOnPage.TooManyWords,
    };

    /// <summary>All in one write, in the order of the attempts. What a second sending at the same time brought is found by the repeat.</summary>
    private static async Task<IReadOnlyList<(TryEnd End, Todo? Todo)>> TakeAsync(
        Db db, Me me, TodoKinds kinds, Sealer sealer, Signals signals, long community, IReadOnlyList<Attempt> attempts, DateTimeOffset now, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await WriteAsync(db, me, kinds, sealer, signals, community, attempts, now, cancel);
            }
            catch (Exception taken) when (taken.IsTaken() && tries < MostRepeats)
            {
                // The same upload on another connection was first.
            }
        }
    }

    private const int MostRepeats = 3;

    private static async Task<IReadOnlyList<(TryEnd End, Todo? Todo)>> WriteAsync(
        Db db, Me me, TodoKinds kinds, Sealer sealer, Signals signals, long community, IReadOnlyList<Attempt> attempts, DateTimeOffset now, CancellationToken cancel)
    {
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var (ids, wanted) = (attempts.Select(a => a.Id).ToList(), attempts.Select(a => a.TodoId).Distinct().ToList());
        // On PostgreSQL their locks, always in the same order; on SQLite the write has the only one already.
        foreach (var id in wanted.Order())
        {
            await db.Todos.Where(t => t.CommunityId == community && t.Id == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Tries, t => t.Tries), cancel);
        }

        var todos = await db.Todos.Within(me.AndOutdoors()).AsTracking().Where(t => t.CommunityId == community && wanted.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancel);
        var there = (await db.TodoTries.Where(t => t.CommunityId == community && ids.Contains(t.Id)).Select(t => t.Id).ToListAsync(cancel)).ToHashSet();
        var ends = new Dictionary<Guid, TryEnd>();
        var (midnight, self) = (Clock.Midnight(now.DateHere()), me.AccountId);
        // Only her own: what others enter leaves whoever answers for it as many as before.
        var today = await db.TodoTries.Where(t => t.CommunityId == community && wanted.Contains(t.TodoId) && t.ById == self && t.ReceivedAt >= midnight)
            .GroupBy(t => t.TodoId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        foreach (var attempt in attempts.OrderBy(a => a.At))
        {
            var todo = todos.GetValueOrDefault(attempt.TodoId);
            var mine = todo is not null && await MyTodos.MayTryAsync(db, me, kinds, todo, attempt.IsBefore(todo) ? now : attempt.At, now, cancel);
            ends[attempt.Id] = there.Contains(attempt.Id) ? TryEnd.Again
                : todo is null || (!mine && !MayHaveBeenHers(me, kinds.Of(todo.Kind), todo)) ? TryEnd.Unknown
                : kinds.Of(todo.Kind).Outcome(attempt.Outcome) is not { } outcome ? TryEnd.NoOutcome
                : today.GetValueOrDefault(todo.Id) >= TodoRules.MostTriesADay && !(mine && todo.ClosedAt is null && outcome.Settles) ? TryEnd.TooMany
                : await AddAsync(db, write, me, mine, kinds.Of(todo.Kind), outcome, sealer, signals, todo, attempt, now, cancel);
            if (IsStored(ends[attempt.Id]))
            {
                today[attempt.TodoId] = today.GetValueOrDefault(attempt.TodoId) + 1;
                // What follows from the next one may hang on this one: two calls that nobody took, sent together, are two.
                await db.SaveChangesAsync(cancel);
            }
        }

        if (ends.Values.Any(IsStored))
        {
            await write.CommitAsync(cancel);
        }

        return [.. attempts.Select(a => (ends[a.Id], todos.GetValueOrDefault(a.TodoId)))];
    }

    // Before it was somebody else's: by a grid of the door, by name, or as one of those who have such things besides. Some are of these alone.
    private static bool MayHaveBeenHers(Me me, TodoKind kind, Todo todo) => kind.IsAlso(me, todo.CommunityId)
        || (kind.OnlyAlso ? kind.Also is null : todo.OwnerId is not null || me.AndOutdoors().IsIn(todo.CommunityId, todo.BuildingId, GridRules.Workers));

    private static bool IsStored(TryEnd end) => end is TryEnd.Kept or TryEnd.Late or TryEnd.OtherDay or TryEnd.NotYours;

    // What was done is kept whosever it is now: it may have been handed over while the phone had no network. Of somebody else's it changes nothing.
    private static async Task<TryEnd> AddAsync(
        Db db, WriteScope write, Me me, bool mine, TodoKind kind, TodoOutcome outcome, Sealer sealer, Signals signals, Todo todo, Attempt attempt, DateTimeOffset now,
        CancellationToken cancel)
    {
        var (asked, at) = (todo.AskedAt.DateHere(), attempt.IsBefore(todo) ? todo.AskedAt : attempt.At);
        var otherDay = kind.OfItsDay && attempt.At.DateHere() < asked;
        // What a phone brings after the day is of its day, whether or not a round has put the thing to do away since.
        var dayOver = mine && kind.OfItsDay && !otherDay && now.DateHere() > asked;
        var counts = mine && !otherDay && TodoRules.Take(todo, outcome, at, now);
        var row = new TodoTry
        {
            CommunityId = todo.CommunityId, Id = attempt.Id, TodoId = todo.Id, Outcome = outcome.Code,
            NoteSealed = attempt.Note.Length == 0 ? null : sealer.Seal(SealedColumn.TodoNote, attempt.Id, attempt.Note),
            At = at, DeviceAt = attempt.DeviceAt, ReceivedAt = now, ById = me.AccountId, By = me.Name, TooLate = !counts,
        };
        db.Add(row);
        write.Record(todo.CommunityId, "todo.try", todo.Id, $"{todo.Dwelling}，{todo.Title}：{outcome.Name}{(!mine ? "（已归别人负责，没有算）" : otherDay ? "（手机时间不是今天，没有算）" : counts || dayOver ? "" : "（到的时候已经办好）")}");
        if ((counts || dayOver) && kind.Tried is { } tried)
        {
            await tried(db, write, todo, row, cancel);
            var (community, building) = (todo.CommunityId, todo.BuildingId);
            write.AfterCommit(() => signals.RaiseBuilding(community, building));
        }

        return !mine ? TryEnd.NotYours : otherDay ? TryEnd.OtherDay : counts || dayOver ? TryEnd.Kept : TryEnd.Late;
    }
}

/// <summary>Who is signed in, and the forgery token for the upload after it.</summary>
/// <param name="At">Our clock, epoch milliseconds.</param>
internal sealed record TryPass(long Community, Guid Account, string Token, long At);

/// <summary>Tries that a phone kept.</summary>
/// <param name="SentAt">The phone's clock when it sent this, epoch milliseconds.</param>
internal sealed record TryBatch(long SentAt, IReadOnlyList<JsonElement>? Tries);

/// <param name="Id">UUID (version 7) made by the phone: sending it again changes nothing.</param>
/// <param name="At">When, by the phone's clock, epoch milliseconds.</param>
internal sealed record SentTry(Guid Id, Guid Todo, string? Outcome, string? Note, long At);

/// <summary>What is needed to answer for one that is damaged.</summary>
internal sealed record TryName(Guid Id);

internal sealed record TriesTaken(long At, IReadOnlyList<TryTaken> Tries);

/// <param name="Words">What to tell about it; empty where all is well.</param>
internal sealed record TryTaken(Guid Id, TryEnd End, string Words);
