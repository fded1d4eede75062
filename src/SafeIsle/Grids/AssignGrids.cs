using Microsoft.EntityFrameworkCore;
using SafeIsle.Grids.Todos;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids;

/// <summary>Who answers for which grid: all of them on one page, or everything of one person handed over in one act.</summary>
internal static class AssignGrids
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{community:long}/grids/duties", SaveAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/grids/hand-over", HandOverAsync).May(Role.Committee);
    }

    private static async Task<IResult> SaveAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var staff = (await Colleagues.AtAsync(db, community, GridRules.Workers, cancel)).ToDictionary(c => c.Id);
        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        await HoldAsync(db, me, community, cancel);
        var grids = await AheadAsync(db, me, community, clock, cancel);
        var duties = await OpenAsync(db, community, grids, cancel);
        var changes = new List<string>();
        foreach (var grid in grids)
        {
            // What the form does not speak of, or was left as it was shown, stays as it is now, whoever changed it since.
            var wanted = Enum.GetValues<GridRole>().Where(r => IsChanged(form, r, grid)).ToDictionary(r => r, r => Wanted(form, r, grid, staff, duties));
            if (wanted.Count > 0 && After(GridRole.Responsible) is { } one && After(GridRole.StandIn) == one)
            {
                form.Wrong(Field(GridRole.StandIn, grid), $"{grid.Name}的替补不能和负责人是同一个人。");
            }

            foreach (var (role, who) in wanted)
            {
                if (Change(grid, role, who, duties, clock.Now(), me.Name, "") is { } change)
                {
                    changes.Add(change);
                }
            }

            Guid? After(GridRole role) => wanted.TryGetValue(role, out var who) ? who?.Id : Standing(grid, role, duties)?.AccountId;
        }

        if (!form.Ok)
        {
            db.ChangeTracker.Clear();
            return Page.Again<ListGridsPage>(await ListGrids.PartsAsync(db, me, community, form, clock, cancel));
        }

        if (changes.Count == 0)
        {
            return http.Done(ListGrids.Path(community), "没有改动。");
        }

        write.Record(community, "grid.assign", null, $"定网格负责人 {changes.Count} 处：{string.Join("；", changes.Take(MostTold))}");
        return await CommitAsync(db, write, duties, cancel)
            ? http.Done(ListGrids.Path(community), $"已改 {changes.Count} 处。")
            : http.Refused(ListGrids.Path(community), Taken);
    }

    private const string Taken = "刚才有人也在改网格的负责人，这一次没有保存；请看看现在是谁，不对再改。";

    // Who leaves is written before who comes, since a grid has one of each role. False: somebody else was named meanwhile.
    private static async Task<bool> CommitAsync(Db db, WriteScope write, List<GridDuty> duties, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            db.AddRange(duties.Where(d => db.Entry(d).State == EntityState.Detached));
            await write.CommitAsync(cancel);
            return true;
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return false;
        }
    }

    // In the audit log's sentence; the rows hold all.
    private const int MostTold = 6;

    private static async Task<IResult> HandOverAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, IEnumerable<WorkHandedOver> others, TimeProvider clock, CancellationToken cancel)
    {
        var staff = (await Colleagues.AtAsync(db, community, GridRules.Workers, cancel)).ToDictionary(c => c.Id);
        var why = form.Text("why", "为什么", GridsTables.MostWhy);
        var heir = form.Id("to") is { } to ? staff.GetValueOrDefault(to) : null;
        var from = form.Id("from");
        if (heir is null || from is null || from == heir.Id || why.Length == 0 || !form.Ok)
        {
            return http.Refused(ListGrids.Path(community), "没有移交：请选交出的人和接手的人（不能是同一个人），并写明为什么。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        await HoldAsync(db, me, community, cancel);
        var grids = await AheadAsync(db, me, community, clock, cancel);
        var duties = await OpenAsync(db, community, grids, cancel);
        var told = new List<string>();
        foreach (var duty in duties.Where(d => d.AccountId == from).ToList())
        {
            var grid = grids.First(g => g.Id == duty.GridId);
            // A stand-in who takes over is responsible now, and her place as stand-in is free; one who is responsible already stays so.
            var standsIn = duties.Any(d => d.GridId == grid.Id && d.AccountId == heir.Id && d.Role == GridRole.StandIn);
            if (standsIn)
            {
                Change(grid, GridRole.StandIn, null, duties, clock.Now(), me.Name, why);
            }

            var responsible = duties.Any(d => d.GridId == grid.Id && d.AccountId == heir.Id);
            told.Add(Change(grid, duty.Role, responsible ? null : heir, duties, clock.Now(), me.Name, why)!);
        }

        // What was given to her by name goes along: it stands in nobody else's list.
        var (giver, taker) = (from.Value, heir.Id);
        var given = await db.Todos.Within(me).Where(t => t.CommunityId == community && t.OwnerId == giver && t.ClosedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.OwnerId, taker), cancel);
        var went = new List<string>();
        foreach (var other in others)
        {
            went.AddRange(await other(db, write, community, giver, heir, clock.Now(), me.Name, cancel) is { } words ? [words] : []);
        }

        if (told.Count + given + went.Count == 0)
        {
            return http.Refused(ListGrids.Path(community), "没有移交：这个人现在不负责任何网格，也没有交给本人的待办。");
        }

        var what = string.Join("、", [.. told.Count > 0 ? [$"{told.Count} 处"] : Array.Empty<string>(), .. given > 0 ? [$"待办 {given} 件"] : Array.Empty<string>(), .. went]);
        write.Record(community, "grid.handover", from, $"移交网格和工作：{what}，给{heir.Name}：{why}");
        return await CommitAsync(db, write, duties, cancel)
            ? http.Done(ListGrids.Path(community), $"已移交 {what}，给{heir.Name}。")
            : http.Refused(ListGrids.Path(community), Taken);
    }

    internal static string Field(GridRole role, Grid grid) => $"{(role == GridRole.Responsible ? "one" : "two")}-{grid.Id:N}";

    /// <summary>Who stood there when the page was shown: of two who change the same the second is told.</summary>
    internal static string Was(GridRole role, Grid grid) => $"was-{Field(role, grid)}";

    internal static bool IsChanged(FormInput form, GridRole role, Grid grid) => form.Has(Field(role, grid)) && form.Typed(Field(role, grid)) != form.Typed(Was(role, grid));

    // Null for a vacancy, and for what is refused.
    private static Colleague? Wanted(FormInput form, GridRole role, Grid grid, Dictionary<Guid, Colleague> staff, List<GridDuty> duties)
    {
        var field = Field(role, grid);
        var who = form.Id(field) is { } id ? staff.GetValueOrDefault(id) : null;
        var now = Standing(grid, role, duties);
        if (now?.AccountId != form.Id(Was(role, grid)) && now?.AccountId != who?.Id)
        {
            form.Wrong(field, $"{grid.Name}的{role.Name()}刚才有人改成了{now?.Name ?? "空缺"}，这一次没有保存；看过了还要改，请再保存一次。");
        }

        if (who is null && form.Typed(field).Length > 0)
        {
            form.Wrong(field, $"{grid.Name}的{role.Name()}没有保存：选的人已经不在这里的人员里，请另选一个。");
        }

        return who;
    }

    private static GridDuty? Standing(Grid grid, GridRole role, List<GridDuty> duties) => duties.Find(d => d.GridId == grid.Id && d.Role == role);

    private static string? Change(
        Grid grid, GridRole role, Colleague? who, List<GridDuty> duties, DateTimeOffset now, string by, string why)
    {
        var before = Standing(grid, role, duties);
        if (before?.AccountId == who?.Id)
        {
            return null;
        }

        if (before is not null)
        {
            (before.EndedAt, before.EndedWhy) = (now, why);
            duties.Remove(before);
        }

        if (who is not null)
        {
            duties.Add(new()
            {
                CommunityId = grid.CommunityId, Id = Ids.New(), GridId = grid.Id, AccountId = who.Id, Name = who.Name, Role = role, Since = now, By = by,
            });
        }

        return $"{grid.Name}{role.Name()}{who?.Name ?? "空缺"}";
    }

    // On PostgreSQL the second of two waits here until the first is through, and then reads what it saved; on SQLite it waits already.
    private static Task<int> HoldAsync(Db db, Me me, long community, CancellationToken cancel) =>
        db.GridSplits.Within(me).Where(s => s.CommunityId == community && s.LastDay == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastDay, s => s.LastDay), cancel);

    // Of the split in force and of the one that waits to begin: whoever is ill today is not responsible again next week.
    private static Task<List<Grid>> AheadAsync(Db db, Me me, long community, TimeProvider clock, CancellationToken cancel) =>
        db.GridsFrom(clock.Today()).Within(me).Where(g => g.CommunityId == community).OrderBy(g => g.Number).ToListAsync(cancel);

    private static Task<List<GridDuty>> OpenAsync(Db db, long community, List<Grid> grids, CancellationToken cancel)
    {
        var ids = grids.ConvertAll(g => g.Id);
        return db.GridDuties.AsTracking().Where(d => d.CommunityId == community && ids.Contains(d.GridId) && d.EndedAt == null).ToListAsync(cancel);
    }
}
