using System.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Residents;

/// <summary>
/// The form field <c>name</c>: how somebody calls herself to her neighbours, who all read it. So it is no telephone or ID number, and no
/// office, whose word it would be taken for.
/// </summary>
public static class ResidentName
{
    // As many digits in a row as the shortest telephone number has, less one.
    private const int MostDigits = 6;

    private static readonly string[] Offices = ["居委会", "社区", "医生", "民警", "警官", "物业", "主任", "书记", "联络员", "指挥部"];

    /// <summary>What is wrong with it stands in the form.</summary>
    public static string Read(FormInput form)
    {
        var name = form.Required("name", "怎么称呼", Homes.MostName);
        // Signs and blanks between the characters make neither another name nor another number.
        var letters = string.Concat(name.EnumerateRunes().Where(Rune.IsLetterOrDigit));
        if (name.Length > 0 && (letters.Length == 0 || Offices.Any(o => letters.Contains(o, StringComparison.Ordinal))))
        {
            form.Wrong("name", "请写您自己的称呼，例如：王女士、老李；不要写单位和职务，免得邻居当成工作人员。");
        }
        else if (LongestRun(letters) > MostDigits)
        {
            form.Wrong("name", "称呼邻居都看得到，请不要写电话或证件号，写王女士、老李这样就行。");
        }

        return name;
    }

    private static int LongestRun(string letters)
    {
        var (longest, run) = (0, 0);
        foreach (var sign in letters)
        {
            run = char.IsDigit(sign) ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
