using SafeIsle.Households;
using SafeIsle.Households.Import;
using SafeIsle.Platform.Sheets;


namespace SafeIsle.Tests.Households.Import;

public sealed class MessyRegisterTests
{
    private static readonly Dictionary<string, string> TagWords = new(StringComparer.Ordinal)
    {
        ["独居"] = "alone", ["独居老人"] = "alone", ["孕妇"] = "pregnant", ["慢性病"] = "medicine", ["慢病"] = "medicine",
    };

    private static readonly RegisterOptions Options = new(MessyRegister.Compound, new DateOnly(2026, 3, 23), TagWords);

    private static RegisterReading Read(Stream file, RegisterOptions options)
    {
        var sheets = SheetFile.Read(file, SheetLimits.Default).Value.Sheets;
        return RegisterParser.Read(sheets.Select(sheet => (sheet, HeaderFinder.Find(sheet, options.TagWords))), options);
    }

    [Fact]
    public void Everyone_is_read_but_for_three_rows()
    {
        var register = new MessyRegister();
        var reading = Read(register.Build(), Options);
        reading.Rows.Where(r => r.Rejected).Select(r => $"{r.Sheet} {string.Join(' ', r.Problems)}").ShouldBe([
            "38号楼 证件号被表格软件当成数字，末三位变成了 000，请把该列设为“文本”后照证件重新填写。",
            "12-13号楼(新) 一格里有两个以上的姓名，请一人写一行。",
            "12-13号楼(新) 看不懂住址“三楼老王家对门”，请写成 38-2-501 或 38号楼2单元501室。"]);
        reading.Rows.Count(r => r.Person is not null).ShouldBe(register.People);
        register.People.ShouldBeInRange(90, 140);
        var good = reading.Rows.Where(r => r.Address is not null).ToList();
        good.Select(r => r.Address).Distinct().Count().ShouldBe(register.Doors);
        good.ShouldAllBe(r => r.Address!.HasRoom && r.Address.Compound == MessyRegister.Compound);
        good.SelectMany(r => r.Warnings).ShouldBeEmpty();
        good.Count(r => r.Tenure == Tenure.Tenant).ShouldBeGreaterThan(8);
        good.Count(r => r.Tenure == Tenure.Shop).ShouldBeGreaterThan(4);
        good.Count(r => r.Person is { Tags.Count: > 0 }).ShouldBeGreaterThan(8);
        good.ShouldContain(r => r.Person != null && r.Person.Name == "\U00020BB7田");
        good.Where(r => r.Person is not null).ShouldAllBe(r => r.Person!.Note == "" || r.Person.Note == "早上送奶");
        good.Where(r => r.Person?.DocumentKind == DocumentKind.ResidentId).ShouldAllBe(r => r.Person!.BirthDate != null && r.Person.Sex != Sex.Unknown);
        reading.Skipped.Count.ShouldBeGreaterThan(6);
    }

    [Fact]
    public void The_wrong_number_can_be_left_out_instead_of_the_person()
    {
        var register = new MessyRegister();
        var reading = Read(register.Build(), Options with { KeepRowsWithBadNumbers = true });
        reading.Rows.Count(r => r.Rejected).ShouldBe(2);
        reading.Rows.SelectMany(r => r.Warnings).Single().ShouldContain("暂不录入");
    }

    [Fact]
    public void It_is_the_same_every_time() => new MessyRegister().Build().Length.ShouldBe(new MessyRegister().Build().Length);

    [Fact]
    public void What_is_written_out_reads_back_the_same()
    {
        var rows = Read(new MessyRegister().Build(), Options).Rows.Where(r => r.Person is not null).ToList();
        var file = new MemoryStream();
        using (var writer = new SheetWriter(file))
        {
            writer.Sheet(
                "人员",
                [new("小区"), new("住址", 20), new("居住类型"), new("姓名"), new("与户主关系"), new("性别"), new("出生日期"), new("证件号码", 22), new("电话", 24), new("在家情况"), new("外出地点"), new("人户一致"), new("户籍地址"), new("备注")],
                "人口信息表");
            foreach (var r in rows)
            {
                var p = r.Person!;
                writer.Row(
                    r.Address!.Compound, r.Address.Label, r.Tenure switch { Tenure.Tenant => "租住", Tenure.Shop => "商铺", Tenure.Other => "其他", _ => "自住" },
                    p.Name, p.Relation, p.Sex switch { Sex.Male => "男", Sex.Female => "女", _ => "" }, p.BirthDate, p.DocumentNumber,
                    string.Join(' ', p.Phones.Select(n => n.Text)), p.Presence switch { Presence.Away => "外出", Presence.Home => "在家", _ => "" }, p.AwayWhere,
                    p.RegisteredHere switch { true => "一致", false => "分离", _ => "" }, p.RegisteredAddress, p.Note);
            }
        }

        file.Position = 0;
        var back = Read(file, Options).Rows;
        back.Count.ShouldBe(rows.Count);
        foreach (var (was, now) in rows.Zip(back))
        {
            now.Problems.ShouldBeEmpty();
            (now.Address, now.Tenure).ShouldBe((was.Address, was.Tenure));
            var (p, q) = (was.Person!, now.Person!);
            (q.Name, q.Relation, q.Sex, q.BirthDate, q.DocumentKind, q.DocumentNumber).ShouldBe((p.Name, p.Relation, p.Sex, p.BirthDate, p.DocumentKind, p.DocumentNumber));
            (q.Presence, q.AwayWhere, q.RegisteredHere, q.RegisteredAddress, q.Note).ShouldBe((p.Presence, p.AwayWhere, p.RegisteredHere, p.RegisteredAddress, p.Note));
            q.Phones.ShouldBe(p.Phones);
        }
    }
}
