using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Closures;
using SafeIsle.Gates;
using SafeIsle.Gates.Errands;
using SafeIsle.Gates.Fences;
using SafeIsle.Gates.Log;
using SafeIsle.Gates.Passes;
using SafeIsle.Gates.Shelf;
using SafeIsle.Gates.Visits;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Photos;
using SafeIsle.Platform.Ui;
using SafeIsle.Tests.BuildingGroups;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Platform.Photos;
using static SafeIsle.Tests.Gates.GateCast;
using static SafeIsle.Tests.Gates.Log.LogCast;

namespace SafeIsle.Tests.Gates.Log;

/// <summary>What is older than the plan lets is deleted, in batches, with an entry; what a statement may need stays.</summary>
public sealed class ForgetScansTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Old_passages_and_what_visitors_said_go_and_newer_ones_stay()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var gate = await app.GateAsync(director, "到期门");
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 1, "101", Tenure.Owner, Groups.Person("周一"));
        await app.VerifyAsync(household);
        var pass = await app.PassAsync(director, household);
        var today = app.Clock.Today();
        var (last, first) = (At(today.AddDays(-30), "00:00"), At(today.AddDays(-31), "23:59:59"));
        await app.AddAsync([
            .. Enumerable.Range(0, ForgetScans.Batch + 5).Select(i => Scan(gate, first.AddMinutes(-i))), Scan(gate, first), Scan(gate, last), Scan(gate, app.Clock.Now()),
        ]);
        var (gone, kept) = (await VisitAsync(pass, first), await VisitAsync(pass, last));
        var earlier = (await EntriesAsync()).Count;
        await ForgetAsync();
        (await LeftAsync(gate)).ShouldBe(2);
        var visits = await app.InDbAsync(db => db.Visits.Where(v => v.HouseholdId == household).ToDictionaryAsync(v => v.Id));
        var forgotten = visits[gone];
        (forgotten.Name + forgotten.From + forgotten.Transport + forgotten.Reason + forgotten.DecidedBy).ShouldBe("");
        (forgotten.DocumentSealed, forgotten.PhoneSealed, forgotten.Dwelling).ShouldBe((null, null, "1号楼1单元101室"));
        (visits[kept].Name, visits[kept].DocumentSealed!.Length).ShouldBe(("访客甲", 1));
        await director.OpenAsync(Desk + "/visits?show=all");
        director.Text.ShouldContain("到期已删除");

        var entries = await EntriesAsync();
        entries.Skip(earlier).ShouldBe([
            $"按预案删除 {today.AddDays(-30).Full()} 以前的进出记录 {ForgetScans.Batch} 条、访客信息 1 份", $"按预案删除 {today.AddDays(-30).Full()} 以前的进出记录 6 条、访客信息 0 份",
        ]);
        await ForgetAsync();
        (await EntriesAsync()).Count.ShouldBe(earlier + 2);
    }

    [Fact]
    public async Task How_long_is_what_the_plan_in_force_says()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var gate = await app.GateAsync(director, "七天门");
        var today = app.Clock.Today();
        var (gone, kept) = (Scan(gate, At(today.AddDays(-8), "12:00")), Scan(gate, At(today.AddDays(-6), "12:00")));
        await app.AddAsync(gone, kept);
        await ForgetAsync();
        (await LeftAsync(gate)).ShouldBe(2); // the plan says 30
        await KeepAsync("7");
        await ForgetAsync();
        (await app.InDbAsync(db => db.GateScans.Where(s => s.GateId == gate).Select(s => s.Id).ToListAsync())).ShouldBe([kept.Id]);
        await KeepAsync("30"); // as the other tests expect it

        async Task KeepAsync(string days)
        {
            var plan = await app.InDbAsync(db => db.ResponsePlans.Where(p => p.CommunityId == Cast.Home && p.Code == "test-gates").OrderByDescending(p => p.Version)
                .Select(p => p.Id).FirstAsync());
            await director.OpenAsync($"{Desk}/plans/{plan}/edit");
            await director.SubmitAsync("/edit", ("gateRecordDays", days));
            director.Text.ShouldContain("已发布");
        }
    }

    [Fact]
    public async Task A_photo_of_a_fence_goes_when_the_fence_has_long_been_mended()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        await app.GateAsync(director, "照片门");
        foreach (var spot in new[] { "早修好的", "没修好的" })
        {
            await director.OpenAsync(Desk + "/breaches/new");
            await director.UploadAsync(Desk + "/breaches/new", "photo", "缺口.jpg", Pictures.Jpeg(), ("kind", nameof(BreachKind.Gap)), ("spot", spot));
            director.Status.ShouldBe(HttpStatusCode.OK, director.Text);
        }

        var old = app.Clock.Now().AddDays(-31);
        await app.InDbAsync(db => db.Breaches.Where(b => b.Spot == "早修好的").ExecuteUpdateAsync(set => set.SetProperty(b => b.ClosedAt, old)));
        await ForgetAsync();
        (await PhotosAsync("早修好的")).ShouldBe([null]);
        var kept = (await PhotosAsync("没修好的")).Single().ShouldNotBeNull();
        (await app.InDbAsync(db => db.Photos.Select(p => p.Id).ToListAsync())).ShouldBe([kept]);
        (await app.InDbAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Action == "gate.forget" && e.Summary.EndsWith("围挡照片 1 张")))).ShouldBe(1);

        Task<List<Guid?>> PhotosAsync(string spot) => app.InDbAsync(db =>
        {
            var there = db.Breaches.Where(b => b.Spot == spot);
            return db.BreachSteps.Where(s => there.Any(b => b.Id == s.BreachId)).Select(s => s.PhotoId).ToListAsync();
        });
    }

    [Fact]
    public async Task What_an_unsigned_statement_is_about_stays_until_it_is_signed()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var gate = await app.GateAsync(director, "说明门");
        var (household, _) = await app.SettleAsync(app.Cast.Building1, 2, "101", Tenure.Owner, Groups.Person("周二"));
        var door = await app.DoorAsync(app.Cast.Building1, 2, "101");
        var at = app.Clock.Now().AddDays(-40);
        var pass = new Pass
        {
            CommunityId = Cast.Home, Id = Ids.New(), BuildingId = door.BuildingId, DwellingId = door.Id, HouseholdId = household, Kind = PassKind.Household, Holder = "", Number = 1,
            Counter = 1, Rule = Daily, FirstDay = default, LastDay = default, IssuedAt = at, IssuedBy = "", ChangedSeq = 1,
        };
        var (about, turnedAway, before) = (Scan(gate, at, pass), Scan(gate, at.AddMinutes(1)), Scan(gate, at.AddDays(-5), pass));
        await app.AddAsync(about, turnedAway, before);
        var statement = await StatementAsync(household, at.AddHours(-1), at.AddHours(1));
        await ForgetAsync();
        (await app.InDbAsync(db => db.GateScans.Where(s => s.GateId == gate).Select(s => s.Id).ToListAsync())).ShouldBe([about.Id, turnedAway.Id], ignoreOrder: true);
        await app.InDbAsync(db => db.FactStatements.Where(f => f.Id == statement).ExecuteUpdateAsync(set => set.SetProperty(f => f.SignedAt, app.Clock.Now())));
        await ForgetAsync();
        (await LeftAsync(gate)).ShouldBe(0);
    }

    [Fact]
    public async Task What_slips_say_of_an_errand_goes_with_the_shelfs_records()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var gate = await app.GateAsync(director, "旧单门");
        var (household, people) = await app.SettleAsync(app.Cast.Building1, 2, "201", Tenure.Owner, Groups.Person("周三"));
        await director.OpenAsync($"{Desk}/households/{household}/errands");
        await director.SubmitAsync(
            "/errands", ("person", people[0].ToString()), ("category", "Medicine"), ("where", "中心药房"), ("what", "买退热药"),
            ("backBy", app.Clock.Now().AddHours(3).ForInput()));
        await director.SubmitAsync("/certificate", ("medicine", "布洛芬"), ("pharmacy", "中心药房"), ("accompanied", "小周"));
        await director.SubmitAsync("/takeback", ("why", "不去了"));
        using var scanner = await app.ScannerAsync(director, gate, "旧单平板");
        var left = new { id = Ids.New(), at = app.Clock.Now().ToUnixTimeMilliseconds(), taken = false, door = "1号楼 2-201", place = "货架3", firm = "菜店" };
        await scanner.DropAsync(left);
        await ForgetAsync();
        (await SlipAsync()).Name.ShouldBe("周三");
        var old = app.Clock.Now().AddDays(-40);
        await app.InDbAsync(db => db.Errands.Where(e => e.HouseholdId == household)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.BackBy, old).SetProperty(e => e.IssuedAt, old)));
        await app.InDbAsync(db => db.ShelfDrops.Where(d => d.Id == left.id).ExecuteUpdateAsync(set => set.SetProperty(d => d.LeftAt, old)));
        var statement = await StatementAsync(household, old.AddHours(-1), old.AddHours(1));
        await ForgetAsync();
        (await SlipAsync()).Name.ShouldBe("周三");
        (await app.InDbAsync(db => db.ShelfDrops.AnyAsync(d => d.Id == left.id))).ShouldBeFalse();
        await app.InDbAsync(db => db.FactStatements.Where(f => f.Id == statement).ExecuteUpdateAsync(set => set.SetProperty(f => f.SignedAt, app.Clock.Now())));
        await ForgetAsync();
        var slip = await SlipAsync();
        (slip.Name + slip.Where + slip.Companion + slip.Evidence + slip.TakenBackWhy, slip.WhatSealed).ShouldBe(("", null));
        (await app.InDbAsync(db => db.MedicineCertificates.AnyAsync(c => c.ErrandId == slip.Id))).ShouldBeFalse();
        (await app.InDbAsync(db => db.Passes.SingleAsync(p => p.Id == slip.PassId))).Holder.ShouldBe("");
        await director.OpenAsync($"{Desk}/errands?show=closed&q=1号楼2单元201室");
        director.Text.ShouldContain("到期已删除");

        Task<Errand> SlipAsync() => app.InDbAsync(db => db.Errands.SingleAsync(e => e.HouseholdId == household));
    }

    [Fact]
    public async Task Names_and_reasons_on_passes_that_are_over_go()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var (household, people) = await app.SettleAsync(app.Cast.Building1, 1, "301", Tenure.Owner, Groups.Person("周四"));
        await app.GateAsync(director, "姓名门");
        var door = await app.DoorAsync(app.Cast.Building1, 1, "301");
        var (today, last) = (app.Clock.Today(), At(app.Clock.Today().AddDays(-30), "00:00"));
        Pass[] gone = [Own(1_000_001, today.AddDays(-31), null), Own(1_000_002, today, last.AddSeconds(-1))];
        Pass[] kept = [Own(1_000_003, today.AddDays(-30), null), Own(1_000_004, today, last), Own(1_000_005, today, null)];
        await app.InDbAsync(async db =>
        {
            await using var write = await db.BeginWriteAsync(Actor.System, default);
            db.AddRange(gone.Concat(kept));
            write.Record(Cast.Home, "test.passes", null, "测试旧证");
            await write.CommitAsync();
            return 0;
        });
        await ForgetAsync();
        var passes = await app.InDbAsync(db => db.Passes.Where(p => p.HouseholdId == household).ToDictionaryAsync(p => p.Id));
        gone.Select(p => passes[p.Id]).ShouldAllBe(p => p.Holder + p.Despite + p.RevokedWhy == "" && p.Number == p.Counter);
        kept.Select(p => passes[p.Id]).ShouldAllBe(p => p.Holder == "周四" && p.Despite == "急");
        (await app.AuditAsync("gate.forget"))[0].ShouldBe($"按预案去掉 {today.AddDays(-30).Full()} 以前失效的出入证 2 张上的姓名、车牌和原因");
        await director.OpenAsync(Desk + "/passes?show=void&q=1号楼1单元301室");
        director.Text.ShouldContain("已作废");

        Pass Own(int number, DateOnly day, DateTimeOffset? revoked) => new()
        {
            CommunityId = Cast.Home, Id = Ids.New(), BuildingId = door.BuildingId, DwellingId = door.Id, HouseholdId = household, PersonId = people[0], Kind = PassKind.Person,
            Holder = "周四", Number = number, Counter = number, Rule = Work, FirstDay = day, LastDay = day, IssuedAt = last.AddDays(-5), IssuedBy = "高主任", Despite = "急",
            RevokedAt = revoked, RevokedBy = "高主任", RevokedWhy = revoked is null ? "" : "住院", ChangedSeq = 1,
        };
    }

    [Fact]
    public async Task Deleted_numbers_are_not_gaps()
    {
        using var director = await app.AsAsync("director");
        await app.RulesAsync();
        var gate = await app.GateAsync(director, "缺号门");
        using var scanner = await app.ScannerAsync(director, gate, "缺号平板");
        var now = app.Clock.Now();
        await scanner.SendAsync(scanner.Scan(now.AddDays(-40), "out"), scanner.Scan(now.AddDays(-39), "in"));
        scanner.Lose();
        await scanner.SendAsync(scanner.Scan(now.AddDays(-2), "out"));
        scanner.Lose();
        await scanner.SendAsync(scanner.Scan(now, "in"));
        await ForgetAsync();
        await director.OpenAsync($"{Desk}/gates/{gate}");
        director.Text.ShouldContain("缺 1 条");
        director.Text.ShouldContain("已收到 2 条");
    }

    private Task<int> ForgetAsync() => app.InDbAsync(async db =>
    {
        await ForgetScans.ForgetOldAsync(db, Cast.Home, app.Clock, TestContext.Current.CancellationToken);
        return 0;
    });

    private Task<int> LeftAsync(Guid gate) => app.InDbAsync(db => db.GateScans.CountAsync(s => s.GateId == gate));

    private Task<List<string>> EntriesAsync() =>
        app.InDbAsync(db => db.Set<AuditEntry>().Where(e => e.Action == "gate.forget" && EF.Functions.Like(e.Summary, "%份")).OrderBy(e => e.Id).Select(e => e.Summary).ToListAsync());

    private Task<Guid> VisitAsync(Pass host, DateTimeOffset at) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var visit = new Visit
        {
            CommunityId = Cast.Home, Id = Ids.New(), BuildingId = host.BuildingId, DwellingId = host.DwellingId, HouseholdId = host.HouseholdId, Dwelling = "1号楼1单元101室",
            Name = "访客甲", DocumentSealed = [1], PhoneSealed = [2], ArrivesAt = at, Transport = "步行", Reason = "修水管", From = "苏州", AskedAt = at, State = VisitState.Left,
            LeftAt = at, DecidedBy = "周女士",
        };
        db.Add(visit);
        write.Record(Cast.Home, "test.visit", null, "测试访客");
        await write.CommitAsync();
        return visit.Id;
    });

    private Task<Guid> StatementAsync(Guid household, DateTimeOffset from, DateTimeOffset to) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var statement = new FactStatement
        {
            CommunityId = Cast.Home, Id = Ids.New(), HouseholdId = household, From = from, To = to, Title = "出门被拦", CreatedAt = app.Clock.Now(), CreatedBy = "高主任", Version = 1,
        };
        db.Add(statement);
        write.Record(Cast.Home, "test.statement", null, "测试说明");
        await write.CommitAsync();
        return statement.Id;
    });
}
