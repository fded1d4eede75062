using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;
using SafeIsle.Plans;

namespace SafeIsle.Screening.RiskAreas;

/// <summary>Adds risk areas: one typed, or a list from a file or pasted, which is shown first and stored after a yes.</summary>
internal static class AddRiskAreas
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/risk-areas/new", FormAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/risk-areas/new", AddAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/risk-areas/list", PreviewAsync).May(Role.Committee);
    }

    private static async Task<IResult> FormAsync(long community, Db db, CancellationToken cancel) =>
        Page.Of<AddRiskAreasPage>(Parts(community, await TravelPlans.LoadAsync(db, community, cancel), FormInput.Empty));

    private static async Task<IResult> AddAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var plan = await TravelPlans.LoadAsync(db, community, cancel);
        var source = form.Required("source", "依据", RiskArea.MostSource);
        var rows = new List<RiskAreaRow>();
        if (form.Has("lines"))
        {
            var found = RiskAreaList.Again(form, plan.Rules.Levels, clock.Today());
            if (found.Refused || (found.Value.Rows.Count == 0 && found.Value.Refused.Count == 0))
            {
                return http.Refused(ListRiskAreas.Path(community) + "/new", "没有保存：名单里一个也没有了，请重新上传。");
            }

            if (found.Value.Refused.Count > 0)
            {
                return Page.Again<RiskAreaPreviewPage>(Shown(community, source, found.Value, plan));
            }

            rows.AddRange(found.Value.Rows);
        }
        else
        {
            var row = RiskAreaRow.Read(form.Typed("place"), form.Typed("name"), form.Typed("level"), form.Typed("first"), form.Typed("last"), plan.Rules.Levels, clock.Today());
            if (row.Refused)
            {
                form.Wrong("place", row.Refusal!);
            }
            else
            {
                rows.Add(row.Value);
            }
        }

        if (!form.Ok)
        {
            return Page.Again<AddRiskAreasPage>(Parts(community, plan, form));
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var had = (await db.RiskAreas.Where(a => a.CommunityId == community && a.WithdrawnAt == null)
            .Select(a => new { a.Code, a.Name, a.Level, a.FirstDay }).ToListAsync(cancel)).Select(a => (a.Code, a.Name, a.Level, a.FirstDay)).ToHashSet();
        var fresh = rows.FindAll(r => had.Add((r.Code, r.Name, r.Level, r.First)));
        if (fresh.Count == 0)
        {
            return http.Done(ListRiskAreas.Path(community), "这些风险区早已登记，没有重复。");
        }

        db.AddRange(fresh.Select(r => new RiskArea
        {
            CommunityId = community, Id = Ids.New(), Code = r.Code, Name = r.Name, Level = r.Level, FirstDay = r.First, LastDay = r.Last, Source = source,
            At = clock.Now(), By = me.Name,
        }));
        write.Record(community, "risk.add", null, $"登记风险区 {fresh.Count} 个，依据：{source}");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Refused(ListRiskAreas.Path(community), "别人同时登记了一样的风险区，这次没有保存，请看看名单再加。");
        }

        return http.Done(ListRiskAreas.Path(community), $"已登记 {fresh.Count} 个风险区{(rows.Count > fresh.Count ? $"，{rows.Count - fresh.Count} 个早已有" : "")}。");
    }

    private static async Task<IResult> PreviewAsync(long community, FormInput form, Db db, TimeProvider clock, CancellationToken cancel)
    {
        var plan = await TravelPlans.LoadAsync(db, community, cancel);
        var source = form.Required("listSource", "依据", RiskArea.MostSource);
        var read = form.Files["file"] is { Length: > 0 } file ? await SheetRows.ReadAsync(file, cancel) : SheetRows.OfText(form.Typed("pasted"));
        if (read.Refused)
        {
            form.Wrong("file", read.Refusal!);
        }

        if (!form.Ok)
        {
            return Page.Again<AddRiskAreasPage>(Parts(community, plan, form));
        }

        var found = RiskAreaList.Read(read.Value, plan.Rules.Levels, clock.Today());
        if (found.Refused.Count > RiskAreaList.MostRefused)
        {
            form.Wrong("file", $"有 {found.Refused.Count} 行没有读懂，多半是各列的顺序不对；第 {found.Refused[0].Number} 行：{found.Refused[0].Why}请改好再交。");
            return Page.Again<AddRiskAreasPage>(Parts(community, plan, form));
        }

        return Page.Of<RiskAreaPreviewPage>(Shown(community, source, found, plan));
    }

    private static object Shown(long community, string source, RiskAreaPreview found, TravelPlanInForce plan) =>
        new { Community = community, Source = source, Found = found, plan.Rules.Levels };

    private static object Parts(long community, TravelPlanInForce plan, FormInput form) =>
        new { Community = community, Levels = plan.Rules.Levels.Select(l => l.Name).ToList(), Form = form };
}
