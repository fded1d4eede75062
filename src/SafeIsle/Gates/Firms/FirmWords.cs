using System.Globalization;

namespace SafeIsle.Gates.Firms;

/// <summary>Firms as people say them.</summary>
public static class FirmWords
{
    private static readonly string[] Days = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

    public static string Name(this FirmKind kind) => kind switch
    {
        FirmKind.Courier => "快递",
        FirmKind.Meals => "外卖",
        FirmKind.Delivery => "送货",
        FirmKind.Repair => "维修",
        FirmKind.Works => "施工",
        FirmKind.Other => "其他",
    };

    /// <summary>Bits and names of the week.</summary>
    public static IEnumerable<(int Bit, string Name)> Week => Days.Select((name, i) => (1 << i, name));

    /// <summary>每天 08:00—20:00; 周一、周三 全天.</summary>
    public static string Window(Firm firm)
    {
        var days = firm.Days == FirmRules.AllDays ? "每天" : string.Join("、", Week.Where(d => (firm.Days & d.Bit) != 0).Select(d => d.Name));
        return $"{days} {(firm.Start == firm.Stop ? "全天" : $"{Time(firm.Start)}—{Time(firm.Stop)}")}";
    }

    /// <summary>08:05 for 485.</summary>
    public static string Time(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:D2}:{minute % 60:D2}");
}
