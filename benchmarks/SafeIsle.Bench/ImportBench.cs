using System.Diagnostics;
using SafeIsle.Demo;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Sheets;
using SafeIsle.Tests;

namespace SafeIsle.Bench;

/// <summary>
/// A register of 17,000 people comes in as XLSX: uploaded, read and compared, applied; then the same file once more, which changes
/// nothing; then into another community, by a process that has compiled what it needs.
/// </summary>
internal static class ImportBench
{
    private const int People = 17_000;

    /// <summary>Dwellings without people: 100 buildings of 72.</summary>
    private static DemoCommunity Empty(long code) => new(
        code, "导入测量社区", "演练市演练区", "", [new("一期", CompoundKind.Gated, [new(1, 100, 2, 18, 2)])],
        Households: 0, People: null, AtHome: 1, Seed: 1);

    public static async Task RunAsync(Report report)
    {
        using var data = new Data();
        var (first, second) = (Empty(990101001998), Empty(990101001999));
        await data.FillAsync(first, second);
        await using var subject = await Subject.StartAsync(data.Folder);
        using var browser = await Browser.LoggedInAsync(subject.Address, Data.Login, DemoMode.Password);
        var file = Workbook();
        report.Add($"{People} people", "file", file.Length / 1024.0, "KB");
        await ImportAsync(first, "first of the process", apply: true);
        await ImportAsync(first, "same file again", apply: false);
        await ImportAsync(second, "another community", apply: true);

        async Task ImportAsync(DemoCommunity community, string name, bool apply)
        {
            var before = subject.Cost();
            var imports = $"/desk/{community.Code}/imports";
            await browser.OpenAsync(imports);
            var watch = Stopwatch.GetTimestamp();
            await browser.UploadAsync(imports, "file", "登记表.xlsx", file);
            var page = browser.Path;
            var upload = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
            var read = await TimeAsync("/columns");
            report.Add(name, "upload", upload, "ms");
            report.Add(name, "read, compare", read, "ms");
            var work = upload + read;
            if (apply)
            {
                await browser.OpenAsync(page + "/confirm");
                var write = await TimeAsync("/apply");
                report.Add(name, "apply", write, "ms");
                work += write;
            }

            report.Add(name, "work", work, "ms", 4000);
            report.Add(name, "cpu", subject.Since(before).Cpu.TotalMilliseconds, "ms");
            report.Add(name, "memory", subject.Cost().Megabytes, "MB");

            async Task<double> TimeAsync(string form)
            {
                var start = Stopwatch.GetTimestamp();
                await browser.SubmitAsync(page + form);
                await data.NoJobOpenAsync();
                return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }
    }

    private static byte[] Workbook()
    {
        var make = new PeopleGenerator(7, DateOnly.FromDateTime(TimeProvider.System.Now().Here()));
        using var stream = new MemoryStream();
        using (var writer = new SheetWriter(stream))
        {
            string[] heading = ["楼栋", "单元", "室号", "姓名", "与户主关系", "性别", "身份证号", "联系电话", "居住类型", "在家情况", "户籍地址", "备注", "序号"];
            writer.Sheet("登记表", [.. heading.Select(h => new SheetColumn(h, 14))], "居民登记表");
            var doors =
                from building in Enumerable.Range(1, 100)
                from unit in Enumerable.Range(1, 2)
                from floor in Enumerable.Range(1, 18)
                from door in Enumerable.Range(1, 2)
                select (Building: $"{building}号楼", Unit: $"{unit}", Room: $"{floor}{door:D2}");
            var row = 0;
            foreach (var (building, unit, room) in doors.TakeWhile(_ => row < People))
            {
                foreach (var person in make.Household(3, Tenure.Owner, 0.9).Take(People - row))
                {
                    writer.Row(
                        building, unit, room, person.Name, person.Relation!, RegisterWords.Of(person.Sex!.Value), person.DocumentNumber!,
                        person.Phones is [var phone, ..] ? phone : "", "业主", RegisterWords.Of(person.Presence!.Value),
                        person.RegisteredAddress!, "", $"{++row}");
                }
            }
        }

        return stream.ToArray();
    }
}
