namespace SafeIsle.Platform.Text;

/// <summary>Whole numbers as people write them: 38, 三十八, 三八, 两, 一百零二.</summary>
public static class ChineseNumber
{
    /// <summary>For use inside a regular expression's character class: every character such a number is made of.</summary>
    public const string Characters = "0-9〇零一二三四五六七八九十百两廿";

    private const string Digits = "〇一二三四五六七八九";
    private const int Longest = 6;

    /// <summary>Reads 0 … 999,999 in Arabic figures, 0 … 999 in Chinese with 百 and 十, or Chinese figures one by one (三〇二).</summary>
    public static bool TryParse(string text, out int number)
    {
        number = 0;
        if (text.Length is 0 or > Longest)
        {
            return false;
        }

        return text.AsSpan().IndexOfAny('十', '百', '廿') >= 0 ? TryParseSpoken(text, out number) : TryParseFigures(text, out number);
    }

    private static bool TryParseFigures(string text, out int number)
    {
        number = 0;
        foreach (var c in text)
        {
            var digit = Digit(c);
            if (digit < 0)
            {
                return false;
            }

            number = (number * 10) + digit;
        }

        return true;
    }

    private static bool TryParseSpoken(string text, out int number)
    {
        number = 0;
        var pending = -1;
        var unit = 1000;
        foreach (var c in text.Replace("廿", "二十", StringComparison.Ordinal))
        {
            if (c is '百' or '十')
            {
                var weight = c == '百' ? 100 : 10;
                if (weight >= unit)
                {
                    return false;
                }

                number += (pending < 1 ? 1 : pending) * weight;
                unit = weight;
                pending = -1;
                continue;
            }

            var digit = Digit(c);
            if (digit < 0 || pending > 0)
            {
                return false;
            }

            pending = digit;
        }

        number += Math.Max(pending, 0);
        return true;
    }

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        '零' => 0,
        '两' => 2,
        _ => Digits.IndexOf(c, StringComparison.Ordinal),
    };
}
