using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Divisions;
using SafeIsle.Platform;
using SafeIsle.Platform.Audit;
using SafeIsle.Platform.Data;

namespace SafeIsle.Tests.Divisions;

public sealed class ImportDivisionsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Replaces_the_table_and_may_be_repeated()
    {
        using var files = new DivisionFolder();
        (await ImportAsync(files.Path)).Value.ShouldBe(14);
        files.Write("villages.csv", "code,name,streetCode\n310107103017,\"樱花苑居委会\",310107103\n");
        (await ImportAsync(files.Path)).Value.ShouldBe(10);

        var places = await app.InDbAsync(db => db.Divisions.OrderBy(d => d.Code).ToListAsync());
        places.Count.ShouldBe(10);
        places.Single(d => d.Level == DivisionLevel.Village).Name.ShouldBe("樱花苑居委会");
        var audit = await app.InDbAsync(db => db.Set<AuditEntry>().Where(e => e.Action == "divisions.import").ToListAsync());
        audit.Count.ShouldBeGreaterThanOrEqualTo(2);
        audit.ShouldAllBe(e => e.Summary.StartsWith("导入行政区划"));
    }

    [Fact]
    public async Task A_city_without_areas_carries_its_streets_itself()
    {
        using var files = new DivisionFolder();
        await ImportAsync(files.Path);
        var street = await app.InDbAsync(db => db.Divisions.SingleAsync(d => d.Code == 441900003000));
        street.Parent.ShouldBe(441900000000);
        (await app.InDbAsync(db => db.Divisions.SingleAsync(d => d.Code == 441900000000))).Level.ShouldBe(DivisionLevel.City);
        var paths = await app.InDbAsync(db => db.PathsAboveAsync([441900003001, 310107103017], default));
        paths[441900003001].ShouldBe("广东省东莞市东城街道");
        paths[310107103017].ShouldBe("上海市普陀区桃浦镇");
    }

    [Theory]
    [InlineData("areas.csv", null, "没有找到 areas.csv")]
    [InlineData("streets.csv", "code,name\n", "streets.csv 里没有数据")]
    [InlineData("cities.csv", "代码，名称\n1101,a\n", "第一行")]
    [InlineData("cities.csv", "code,name\n31x1,\"甲\"\n", "第 2 行看不懂")]
    [InlineData("cities.csv", "code,name\n3101,\"没有关上\n", "第 2 行看不懂")]
    [InlineData("villages.csv", "code,name\n310107103017,\"甲\"\n310107103017,\"乙\"\n", "出现了两次")]
    [InlineData("villages.csv", "code,name\n990107103017,\"甲\"\n", "上级 990107103000 不在表里")]
    public async Task Broken_files_are_refused_in_a_sentence_and_nothing_changes(string file, string? content, string says)
    {
        using var files = new DivisionFolder();
        await ImportAsync(files.Path);
        var before = await app.InDbAsync(db => db.Divisions.CountAsync());
        files.Write(file, content);
        var refused = await ImportAsync(files.Path);
        refused.Refusal.ShouldNotBeNull().ShouldContain(says);
        refused.Refusal.ShouldContain("没有改动");
        (await app.InDbAsync(db => db.Divisions.CountAsync())).ShouldBe(before);
    }

    [Fact]
    public async Task Other_encodings_are_refused()
    {
        using var files = new DivisionFolder();
        File.WriteAllBytes(Path.Combine(files.Path, "provinces.csv"), [.. "code,name\n31,\""u8, 0xC9, 0xCF, 0xBA, 0xA3, .. "\"\n"u8]);
        (await ImportAsync(files.Path)).Refusal.ShouldNotBeNull().ShouldContain("UTF-8");
    }

    private async Task<Outcome<int>> ImportAsync(string folder)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        return await ImportDivisions.ReplaceAsync(
            services.GetRequiredService<Db>(), services.GetRequiredService<AuditTrail>(), folder, CancellationToken.None);
    }
}

/// <summary>A small division table as the five files: Shanghai's 桃浦镇, 东莞 without areas, and a name that occurs twice.</summary>
internal sealed class DivisionFolder : IDisposable
{
    public DivisionFolder()
    {
        Write("provinces.csv", "code,name\n31,\"上海市\"\n44,\"广东省\"\n");
        Write("cities.csv", "code,name,provinceCode\n3101,\"市辖区\",31\n4419,\"东莞市\",44\n");
        Write("areas.csv", "code,name,cityCode\n310107,\"普陀区\",3101\n310112,\"闵行区\",3101\n441900,\"东莞市\",4419\n");
        Write("streets.csv", "code,name,areaCode\n310107103,\"桃浦镇\",310107\n310112106,\"莘庄镇\",310112\n441900003,\"东城街道\",441900\n");
        Write(
            "villages.csv",
            "code,name,streetCode\n310107103017,\"樱花苑居委会\",310107103\n310107103099,\"开元社区居委会\",310107103\n310107103100,\"枣阳社区居委会\",310107103\n"
            + "310112106001,\"开元社区居委会\",310112106\n441900003001,\"岗贝社区居委会\",441900003\n");
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("safeisle-divisions-").FullName;

    /// <param name="content">Null removes the file.</param>
    public void Write(string file, string? content)
    {
        var path = System.IO.Path.Combine(Path, file);
        if (content is null)
        {
            File.Delete(path);
        }
        else
        {
            File.WriteAllText(path, content, Encoding.UTF8);
        }
    }

    /// <summary>Fills the application's table.</summary>
    public static async Task LoadAsync(TestApp app)
    {
        using var files = new DivisionFolder();
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var imported = await ImportDivisions.ReplaceAsync(
            services.GetRequiredService<Db>(), services.GetRequiredService<AuditTrail>(), files.Path, CancellationToken.None);
        imported.Refusal.ShouldBeNull();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
