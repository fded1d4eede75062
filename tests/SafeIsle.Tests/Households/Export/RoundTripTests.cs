using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Tests.Households.Import;

namespace SafeIsle.Tests.Households.Export;

/// <summary>The register that went out comes back in, and every row is as it was.</summary>
public sealed class RoundTripTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Exports = "/desk/310107103017/exports";

    private static readonly string[] Doors =
    [
        "8-1-501", "8-1-B101", "8-1-501-1", "8号楼商铺3", "B12别墅", "12别墅", "综合楼201", "A座1201", "8-2-1601", "9-301", "商铺7", "10号楼5楼东户", "A3-2-502",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_row_comes_back_unchanged(bool full)
    {
        var people = await FillAsync();
        using var director = await app.AsAsync("director");
        await director.OpenAsync(Exports + "/new?list=register");
        await director.SubmitAsync("/exports", ("reason", "核对全部登记"), ("full", full ? "1" : null));
        var link = director.Page.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!).First(h => h.EndsWith("/file", StringComparison.Ordinal));
        var file = await (await director.FetchAsync(link)).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        await director.PreviewAsync(file, "导出.xlsx");
        if (director.Figure("有变化") + director.Figure("新增") + director.Figure("退回") > 0)
        {
            Assert.Fail(director.Text);
        }

        director.Figure("没有变化").ShouldBe(people);
        director.Figure("重复").ShouldBe(0);
        director.Figure("表里没提到").ShouldBe(0);
        director.Page.QuerySelectorAll("tbody tr").Where(r => r.TextContent.Contains("留意")).Select(r => r.TextContent).ShouldBeEmpty();
    }

    private async Task<int> FillAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var s = scope.ServiceProvider;
        var db = s.GetRequiredService<Db>();
        var keys = s.GetRequiredService<KeyRing>();
        if (await db.People.AnyAsync(p => p.CommunityId == Cast.Home))
        {
            return await db.People.CountAsync(p => p.CommunityId == Cast.Home);
        }

        await using var write = await db.BeginWriteAsync(Actor.System, default);
        var compounds = new[] { NewPlace.Compound(Cast.Home, "四期(别墅区)", CompoundKind.Gated), NewPlace.Compound(Cast.Home, "沿街", CompoundKind.Open) };
        db.AddRange(compounds);
        await db.SaveChangesAsync();
        var batch = new RegisterBatch(s.GetRequiredService<Sealer>(), keys, app.Clock, Cast.Home, Actor.System, RegisterSource.Desk);
        var (count, i) = (0, 0);
        foreach (var compound in compounds)
        {
            var buildings = new Dictionary<string, Building>(StringComparer.Ordinal);
            var addresses = Doors.Select(door => DwellingAddress.TryParse(door, out var read) && read.HasRoom ? read : throw new InvalidOperationException(door));
            foreach (var address in addresses.Append(new DwellingAddress(null, "幼儿园", 0, 1, "101")))
            {
                if (!buildings.TryGetValue(address.Building, out var building))
                {
                    buildings[address.Building] = building = NewPlace.Building(Cast.Home, compound.Id, address.Building, address.BuildingKind);
                    db.Add(building);
                }

                var dwelling = NewPlace.Dwelling(keys, Cast.Home, building.Id, address);
                db.Add(dwelling);
                await db.SaveChangesAsync();
                count += Fill(batch, dwelling, i++);
            }
        }

        await batch.SaveAsync(db, default);
        write.Record(Cast.Home, "test.people", null, "测试人员");
        await write.CommitAsync();
        return count;
    }

    private static int Fill(RegisterBatch batch, Dwelling dwelling, int i)
    {
        var owner = batch.AddHousehold(dwelling, dwelling.Kind == DwellingKind.Shop ? Tenure.Shop : Tenure.Owner, i % 3 == 0 ? $"H-{i:D3}" : "");
        batch.AddPerson(owner, new PersonFacts
        {
            Name = "𠮷野·买买提",
            Relation = "户主",
            Sex = Sex.Male,
            BirthDate = new DateOnly(1950, 3, 8),
            DocumentKind = DocumentKind.ResidentId,
            DocumentNumber = ResidentIdNumber.Complete($"99000019500308{101 + (i * 2)}"),
            Phones = ["14200138000", "0552-3012345-801", "400-800-1234"],
            Presence = Presence.Away,
            AwayWhere = "上海(女儿家)",
            RegisteredHere = false,
            RegisteredAddress = "安徽省蚌埠市龙子湖区 某路1号",
            HealthNote = "对青霉素过敏;每周二、四透析,需要轮椅(自备)",
            Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["medicine"] = "硝苯地平 30mg(每日1次)、二甲双胍", ["alone"] = "", ["dialysis"] = "周二、周四" },
        }, 0);
        batch.AddPerson(owner, new PersonFacts { Name = "欧阳娜娜", Relation = "合租", DocumentKind = DocumentKind.Passport, DocumentNumber = $"E1234{i:D4}", Presence = Presence.Home, RegisteredHere = true }, 1);
        batch.AddPerson(owner, new PersonFacts { Name = "John Smith", Relation = "其他", DocumentKind = DocumentKind.ForeignResidence, DocumentNumber = $"ABC{i:D12}", Sex = Sex.Female }, 2);
        batch.AddPerson(owner, new PersonFacts { Name = "小宝", Relation = "外孙", BirthDate = new DateOnly(2024, 12, 31), Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["infant"] = "" } }, 3);
        var tenant = batch.AddHousehold(dwelling, Tenure.Tenant, i % 2 == 0 ? "租2" : "");
        batch.AddPerson(tenant, new PersonFacts { Name = "陈小宝", DocumentKind = DocumentKind.HkMoPermit, DocumentNumber = $"H{i:D8}", Phones = ["3012345"] }, 0);
        batch.AddPerson(tenant, new PersonFacts { Name = "小宝", DocumentKind = DocumentKind.TaiwanPermit, DocumentNumber = $"0{i:D7}", Relation = "室友" }, 1);
        var guest = batch.AddHousehold(dwelling, Tenure.Other);
        batch.AddPerson(guest, new PersonFacts { Name = "张三", DocumentKind = DocumentKind.Other, DocumentNumber = $"军字第{i:D8}号" }, 0);

        // Two people of one name, told apart by nothing but a phone.
        batch.AddPerson(guest, new PersonFacts { Name = "李四", Phones = ["14200138111"] }, 1);
        batch.AddPerson(guest, new PersonFacts { Name = "李四", Phones = ["14200138222"] }, 2);
        return 9;
    }
}
