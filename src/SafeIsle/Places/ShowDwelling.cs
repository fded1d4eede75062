using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Places;

/// <summary>Another dwelling of the same building, to merge into.</summary>
public sealed record DwellingChoice(Guid Id, string Label);

/// <summary>One dwelling: what it is, what may be done with it, and what was done.</summary>
internal static class ShowDwelling
{
    private const int MostHistory = 50;

    public static string Path(long community, Guid id) => $"/desk/{community}/places/dwellings/{id}";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/desk/{community:long}/places/dwellings/{id:guid}", (long community, Guid id, Db db, Me me, CancellationToken cancel) =>
            AnswerAsync(community, id, FormInput.Empty, db, me, cancel)).May(Role.Committee);

    /// <summary>The dwelling if it is within reach.</summary>
    internal static Task<Dwelling?> FindAsync(long community, Guid id, Db db, Me me, CancellationToken cancel) =>
        db.Dwellings.Within(me).AsTracking().SingleOrDefaultAsync(d => d.CommunityId == community && d.Id == id, cancel);

    /// <summary>The page; with a refused form shown again in it.</summary>
    internal static async Task<IResult> AnswerAsync(long community, Guid id, FormInput form, Db db, Me me, CancellationToken cancel)
    {
        var dwelling = await db.Dwellings.Within(me).SingleOrDefaultAsync(d => d.CommunityId == community && d.Id == id, cancel);
        if (dwelling is null)
        {
            return TypedResults.NotFound();
        }

        var others = await db.Dwellings
            .Where(d => d.CommunityId == community && d.BuildingId == dwelling.BuildingId && d.Id != id && d.ClosedAt == null)
            .OrderBy(d => d.SortKey).Select(d => new DwellingChoice(d.Id, d.Label)).ToListAsync(cancel);
        var history = await db.Set<AuditEntry>().Within(me).Where(e => e.CommunityId == community && e.Subject == id)
            .OrderByDescending(e => e.Id).Take(MostHistory).ToListAsync(cancel);
        return Page.Of<ShowDwellingPage>(
            new
            {
                Community = community,
                Dwelling = dwelling,
                Building = await db.Buildings.SingleAsync(b => b.CommunityId == community && b.Id == dwelling.BuildingId, cancel),
                MergedInto = others.Find(o => o.Id == dwelling.MergedInto),
                Others = others,
                History = history,
                Form = form,
            },
            form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
