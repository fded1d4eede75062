using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Campaigns;

/// <summary>What the form of a new campaign offers.</summary>
/// <param name="Buildings">In walking order; with the compound's name where there are several.</param>
/// <param name="Grids">Those in force.</param>
public sealed record CampaignGround(
    long Community, IReadOnlyList<TargetSource> Sources, IReadOnlyList<ScriptChoice> Scripts, IReadOnlyList<Compound> Compounds,
    IReadOnlyList<(Guid Id, string Label)> Buildings, IReadOnlyList<(Guid Id, string Label)> Grids, DateOnly Today)
{
    public static async Task<CampaignGround> LoadAsync(
        Db db, Me me, long community, TargetBook book, DateOnly today, CancellationToken cancel)
    {
        var compounds = await db.Compounds.Within(me).Where(c => c.CommunityId == community).OrderBy(c => c.SortKey).ToListAsync(cancel);
        var buildings = await (
            from b in db.Buildings.Within(me)
            join c in db.Compounds on new { b.CommunityId, Id = b.CompoundId } equals new { c.CommunityId, c.Id }
            where b.CommunityId == community
            orderby c.SortKey, b.SortKey, b.Id
            select new { b.Id, b.Label, Compound = c.Name }).ToListAsync(cancel);
        var parts = db.GridPartsOn(today).Where(p => p.CommunityId == community).Select(p => p.GridId);
        var grids = await db.Grids.Within(me).Where(g => g.CommunityId == community && parts.Contains(g.Id)).OrderBy(g => g.Number).ToListAsync(cancel);
        return new(
            community, await book.OfAsync(db, me, community, cancel), await db.ScriptsAsync(community, cancel), compounds,
            buildings.ConvertAll(b => (b.Id, compounds.Count > 1 ? $"{b.Compound} {b.Label}" : b.Label)), grids.ConvertAll(g => (g.Id, g.Name)), today);
    }
}

/// <summary>The form of a new campaign, read.</summary>
/// <param name="Households">Whom it asks.</param>
/// <param name="Empty">Doors to look at where nobody is registered; null: none.</param>
internal sealed record CampaignForm(CampaignDraft Draft, IQueryable<Household> Households, IQueryable<Dwelling>? Empty)
{
    /// <summary>Units of a building that can be typed.</summary>
    private const int MostUnits = 99;

    /// <summary>Null: what is wrong stands beside its field.</summary>
    public static CampaignForm? Read(FormInput form, CampaignGround ground, Db db, Me me)
    {
        var name = form.Required("name", "名称", CampaignsDb.MostName);
        var source = ground.Sources.FirstOrDefault(s => s.Code == form.Typed("who"));
        var first = form.Date("first", "从哪天起") ?? ground.Today;
        var last = form.Date("last", "到哪天") ?? first;
        if (source is null)
        {
            form.Wrong("who", "请选择问谁。");
        }

        if (first > ground.Today.AddDays(NewCampaign.MostAhead))
        {
            form.Wrong("first", $"最晚从 {NewCampaign.MostAhead} 天以后开始，请核对年份。");
        }

        if (last < first || last < ground.Today || last > first.AddDays(NewCampaign.MostDays))
        {
            form.Wrong("last", $"期限不能早于今天和开始那天，最长 {NewCampaign.MostDays} 天。");
        }

        if (ground.Scripts.All(s => s.Code != form.Typed("script")))
        {
            form.Wrong("script", "没有这份话术，没有开始；请重新选择。");
        }

        var (doors, where) = Where(form, ground, db, me);
        if (!form.Ok)
        {
            return null;
        }

        var community = ground.Community;
        var whom = ChineseText.Cut(where.Length == 0 ? source!.Whom : $"{source!.Whom}（{where}）", 200, "…");
        return new(
            new(AnswerForm.KeyOf(form), name, whom, form.Typed("script"), first, last, form.Ticked("code")),
            source.Households(db, community).Where(h => doors.Any(d => d.CommunityId == h.CommunityId && d.Id == h.DwellingId)),
            source.Doors?.Invoke(db, community).Where(d => doors.Any(within => within.CommunityId == d.CommunityId && within.Id == d.Id)));
    }

    // The doors within reach where it asks, and that place in words; empty for all of the community.
    private static (IQueryable<Dwelling> Doors, string Words) Where(FormInput form, CampaignGround ground, Db db, Me me)
    {
        var community = ground.Community;
        var all = db.Dwellings.Within(me).Where(d => d.CommunityId == community);
        var chosen = ground.Compounds.Where(c => form.All("compound").Contains(c.Id.ToString(), StringComparer.Ordinal)).ToList();
        var (building, grid) = (form.Id("building"), form.Id("grid"));
        var unit = form.Number("unit", "单元", 1, MostUnits);
        if (new[] { chosen.Count > 0, building is not null, grid is not null }.Count(set => set) > 1)
        {
            form.Wrong(grid is not null ? "grid" : "building", "小区、一栋楼、一个网格，只能选一样。");
        }

        if (unit is not null && building is null)
        {
            form.Wrong("unit", "先选一栋楼，再填单元；不分单元就空着。");
        }

        if (building is { } one)
        {
            if (ground.Buildings.FirstOrDefault(b => b.Id == one).Label is not { } label)
            {
                form.Wrong("building", "没有这栋楼，请重新选择。");
                return (all, "");
            }

            return (all.Where(d => d.BuildingId == one && (unit == null || d.Unit == unit)), unit is null ? label : $"{label}{unit}单元");
        }

        if (grid is { } id)
        {
            if (ground.Grids.FirstOrDefault(g => g.Id == id).Label is not { } label)
            {
                form.Wrong("grid", "没有这个网格，请重新选择。");
                return (all, "");
            }

            var parts = db.GridParts;
            return (all.Where(d => parts.Any(p => p.CommunityId == d.CommunityId && p.BuildingId == d.BuildingId && p.GridId == id && (p.Unit == null || p.Unit == d.Unit))), label);
        }

        if (chosen.Count == 0 || chosen.Count == ground.Compounds.Count)
        {
            return (all, "");
        }

        var ids = chosen.ConvertAll(c => c.Id);
        var buildings = db.Buildings.Where(b => b.CommunityId == community && ids.Contains(b.CompoundId)).Select(b => b.Id);
        return (all.Where(d => buildings.Contains(d.BuildingId)), string.Join('、', chosen.Select(c => c.Name)));
    }
}
