using SafeIsle.Platform;
using SafeIsle.Platform.Text;

namespace SafeIsle.Gates.Passes;

/// <summary>
/// The short number on a pass, for typing where nothing can be scanned: 7 digits and a check digit (Luhn, ISO/IEC 7812-1), which finds
/// every wrong digit and nearly every swapped pair. The same in TypeScript: pass-number.ts. Cases: tests/vectors/pass-numbers.json.
/// </summary>
public static class PassNumber
{
    public const int Most = 9_999_999;

    private const int Length = 8;
    private const int MostTyped = 64;

    private static readonly string[] Before = ["出入证编号", "出入证", "编号", "证号", "NO"];

    /// <summary>As it is printed: 1234 5674.</summary>
    public static string Text(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Most);
        return $"{number / 1000:D4} {number % 1000:D3}{(10 - (Sum(number, 2) % 10)) % 10}";
    }

    /// <summary>Reads 12345674, 1234 5674, 1234-5674, １２３４５６７４, 编号：1234 5674; the value is without the check digit.</summary>
    public static Outcome<int> Read(string? typed)
    {
        if (typed?.Length > MostTyped)
        {
            return new No("这不像出入证的编号，请照证上的 8 位数字输。");
        }

        var text = ChineseText.Key(typed);
        var label = Before.FirstOrDefault(word => text.StartsWith(word, StringComparison.Ordinal)) ?? "";
        var digits = string.Concat(text[label.Length..].Where(c => c is not ('-' or '.' or ':')));
        if (digits.Length == 0)
        {
            return new No("请输证上的 8 位编号。");
        }

        if (!digits.All(char.IsAsciiDigit))
        {
            return new No("编号里只有数字，请照证上的 8 位数字输。");
        }

        if (digits.Length != Length)
        {
            return new No($"编号是 8 位数字，刚才输了 {digits.Length} 位，请照证上再输一遍。");
        }

        var all = int.Parse(digits);
        return Sum(all, 1) % 10 == 0 ? all / 10 : new No($"“{digits[..4]} {digits[4..]}”有一位输错了，请照证上再输一遍。");
    }

    // Digits from the right, weighted 1 and 2 by turns; of two digits their sum counts.
    private static int Sum(int number, int weight)
    {
        var sum = 0;
        for (; number > 0; number /= 10, weight = 3 - weight)
        {
            var value = number % 10 * weight;
            sum += value > 9 ? value - 9 : value;
        }

        return sum;
    }
}
