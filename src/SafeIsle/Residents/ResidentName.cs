using SafeIsle.Platform.Ui;

namespace SafeIsle.Residents;

/// <summary>The form field <c>name</c>: how somebody calls herself to her neighbours.</summary>
internal static class ResidentName
{
    // As many digits in a row as the shortest telephone number has.
    private const int MostDigits = 6;

    /// <summary>What is wrong stands in the form. All neighbours read the name, so a telephone or ID number has no place in it.</summary>
    public static string Read(FormInput form)
    {
        var name = form.Required("name", "怎么称呼", Homes.MostName);
        var run = 0;
        // A number stays one when blanks, dots or hyphens divide it.
        foreach (var sign in name.Where(c => c is not (' ' or '-' or '.' or '·' or '_')))
        {
            run = char.IsAsciiDigit(sign) ? run + 1 : 0;
            if (run > MostDigits)
            {
                form.Wrong("name", "称呼邻居都看得到，请不要写电话或证件号，写王女士、老李这样就行。");
            }
        }

        return name;
    }
}
