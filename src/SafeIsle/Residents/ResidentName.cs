using System.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Residents;

/// <summary>How somebody calls herself to neighbours. Nobody takes the name of an office: what she writes would be read as its word.</summary>
public static class ResidentName
{
    private static readonly string[] Offices = ["居委会", "社区", "医生", "民警", "警官", "物业", "主任", "书记", "联络员", "指挥部"];

    /// <summary>The field <c>name</c>, with the sentence beside it where it cannot be.</summary>
    public static string Read(FormInput form)
    {
        var name = form.Required("name", "怎么称呼", Homes.MostName);
        // Signs and blanks between the characters do not make it another name.
        var letters = string.Concat(name.EnumerateRunes().Where(Rune.IsLetterOrDigit));
        if (name.Length > 0 && (letters.Length == 0 || Offices.Any(o => letters.Contains(o, StringComparison.Ordinal))))
        {
            form.Wrong("name", "请写您自己的称呼，例如：王女士、老李；不要写单位和职务，免得邻居当成工作人员。");
        }

        return name;
    }
}
