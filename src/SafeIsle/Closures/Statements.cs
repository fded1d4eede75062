using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.Search;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Closures;

/// <summary>The statements of a community, and a new one: about an order, a household or a person, or only a time.</summary>
internal static class Statements
{
    public const int MostTitle = 60;

    private const int MostHits = 20;

    // A longer record is written in parts.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/statements", ListAsync).May(Role.Committee);
        app.MapGet("/desk/{community:long}/statements/new", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/statements", CreateAsync).May(Role.Committee);
    }

    internal static string NewPath(long community) => $"/desk/{community}/statements/new";

    /// <summary>A new one about that household.</summary>
    internal static string PathAbout(long community, Guid household) => $"{NewPath(community)}?household={household}";

    internal static string Path(long community, Guid id) => $"/desk/{community}/statements/{id}";

    private static async Task<IResult> ListAsync(long community, string? page, Db db, Me me, CancellationToken cancel)
    {
        var number = Paging.Number(page);
        var all = db.FactStatements.Within(me).Where(s => s.CommunityId == community);
        return Page.Of<StatementsPage>(new
        {
            Community = community,
            Number = number,
            Total = await all.CountAsync(cancel),
            Rows = await all.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id).Page(number).ToListAsync(cancel),
        });
    }

    private static async Task<IResult> FormAsync(
        long community, Guid? order, Guid? household, Guid? person, string? q, Db db, Me me, DwellingSearch dwellings, PersonSearch people,
        TimeProvider clock, CancellationToken cancel) =>
        Page.Of<NewStatementPage>(await ParametersAsync(
            community, order, household, person, q ?? "", FormInput.Empty, db, me, dwellings, people, clock.Now(), cancel));

    private static async Task<IResult> CreateAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, Sealer sealer, StatementDraft draft, DwellingSearch dwellings, PersonSearch people,
        TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        if (form.Id("id") is not { } id)
        {
            return TypedResults.NotFound();
        }

        var title = form.Required("title", "标题", MostTitle);
        var (from, to) = (form.Moment("from", "开始时间"), form.Moment("to", "结束时间"));
        if (from is null || to is null || from >= to)
        {
            form.Wrong("from", "请填写起止时间，开始要早于结束。");
        }
        else if (to - from > Longest)
        {
            form.Wrong("from", $"一份说明最长写 {Longest.Days} 天，更长的请分开写。");
        }

        var target = await FindAsync(db, me, community, form.Id("order"), form.Id("household"), form.Id("person"), cancel);
        if (target is null)
        {
            return TypedResults.NotFound();
        }

        if (!form.Ok)
        {
            return Page.Again<NewStatementPage>(await ParametersAsync(
                community, form.Id("order"), form.Id("household"), form.Id("person"), "", form, db, me, dwellings, people, now, cancel));
        }

        if (await db.FactStatements.Within(me).AnyAsync(s => s.CommunityId == community && s.Id == id, cancel))
        {
            return http.Done(Path(community, id), "这份说明已经生成了。");
        }

        var ask = new FactAsk(community, target.Order, target.Household, target.Person, from!.Value, to!.Value);
        var text = await draft.WriteAsync(me, ask, target.About, cancel);
        try
        {
            await using var write = await db.BeginWriteAsync(me.Actor, cancel);
            db.Add(new FactStatement
            {
                CommunityId = community, Id = id, OrderId = ask.Order?.Id, HouseholdId = ask.Household, PersonId = ask.Person, From = ask.From, To = ask.To,
                Title = title, CreatedAt = now, CreatedBy = me.Name, Version = 1,
            });
            db.Add(EditStatement.Version(sealer, community, id, 1, text, me, now));
            write.Record(community, "statement.create", id, $"写情况说明“{title}”，{ask.From.Full()} 到 {ask.To.Full()}");
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            // The same form sent twice at once: the other one has made it.
            return http.Done(Path(community, id), "这份说明已经生成了。");
        }

        return http.Done(Path(community, id), "已从记录生成初稿，请核对、修改后签发。");
    }

    private static async Task<object> ParametersAsync(
        long community, Guid? order, Guid? household, Guid? person, string q, FormInput form, Db db, Me me, DwellingSearch dwellings, PersonSearch people,
        DateTimeOffset now, CancellationToken cancel)
    {
        var target = await FindAsync(db, me, community, order, household, person, cancel);
        return new
        {
            Community = community,
            Target = target ?? StatementTarget.Nothing,
            Orders = await db.ClosureOrders.Within(me).Where(o => o.CommunityId == community).OrderBy(o => o.LiftedAt != null).ThenByDescending(o => o.StartsAt)
                .Take(MostHits).ToListAsync(cancel),
            Hits = await HitsAsync(community, q, db, me, dwellings, people, cancel),
            Query = q,
            Form = form,
            Now = now,
        };
    }

    private static async Task<IReadOnlyList<StatementHit>> HitsAsync(
        long community, string q, Db db, Me me, DwellingSearch dwellings, PersonSearch people, CancellationToken cancel)
    {
        if (q.Length == 0)
        {
            return [];
        }

        var doors = (await dwellings.FindAsync(me, community, q, MostHits, cancel)).ToDictionary(d => d.Dwelling.Id, d => d.Dwelling.Label);
        var households = await db.Households.Within(me)
            .Where(h => h.CommunityId == community && doors.Keys.Contains(h.DwellingId) && h.ClosedAt == null).ToListAsync(cancel);
        var hits = households.ConvertAll(h => new StatementHit(h.Id, null, $"{doors[h.DwellingId]} 全户"));
        hits.AddRange((await people.FindAsync(me, community, q, cancel)).Take(MostHits)
            .Select(p => new StatementHit(p.Card.Row.HouseholdId, p.Card.Row.Id, $"{p.Place.Dwelling.Label} {p.Card.Row.Name}")));
        return hits;
    }

    // Null when something of it is not there, or not the person's.
    private static async Task<StatementTarget?> FindAsync(
        Db db, Me me, long community, Guid? order, Guid? household, Guid? person, CancellationToken cancel)
    {
        var about = "";
        ClosureOrder? found = null;
        if (order is not null)
        {
            found = await db.ClosureOrders.Within(me).SingleOrDefaultAsync(o => o.CommunityId == community && o.Id == order, cancel);
            if (found is null)
            {
                return null;
            }

            about = $"{found.Label}封控";
        }

        if (household is not null)
        {
            var dwelling = await (
                from h in db.Households.Within(me)
                join d in db.Dwellings on new { h.CommunityId, Id = h.DwellingId } equals new { d.CommunityId, d.Id }
                where h.CommunityId == community && h.Id == household
                select d.Label).SingleOrDefaultAsync(cancel);
            if (dwelling is null)
            {
                return null;
            }

            about += (about.Length > 0 ? "期间" : "") + dwelling;
        }

        if (person is not null)
        {
            var name = await db.People.Within(me).Where(p => p.CommunityId == community && p.Id == person && p.HouseholdId == household)
                .Select(p => p.Name).SingleOrDefaultAsync(cancel);
            if (name is null)
            {
                return null;
            }

            about += name;
        }

        return new(found, household, person, about.Length > 0 ? about : "本社区");
    }
}

/// <summary>What a statement is about, found and named.</summary>
public sealed record StatementTarget(ClosureOrder? Order, Guid? Household, Guid? Person, string About)
{
    public static readonly StatementTarget Nothing = new(null, null, null, "本社区");
}

/// <summary>A household or a person to choose.</summary>
public sealed record StatementHit(Guid Household, Guid? Person, string Label);
