using System.Globalization;
using System.Text;

namespace SafeIsle.Platform.Sheets;

/// <summary>
/// How a number is shown, as far as registers need it: dates, leading zeros, fixed decimals, per cent, and words around the number
/// (0"号楼"). Grouping, colours, conditions and the forms for negative numbers are left out (ISO/IEC 29500-1, 18.8.30, 18.8.31).
/// </summary>
internal sealed record NumberFormat(bool IsDate = false, bool HasTime = false, int Zeros = 0, int? Decimals = null, bool Percent = false, string Before = "", string After = "")
{
    internal static readonly NumberFormat General = new();

    // A number keeps 15 digits; more in the file are the noise of binary arithmetic.
    private const int ReliableDigits = 15;
    private const double LastSerial = 2_958_466;
    private const int FalseLeapDay = 60;
    private static readonly DateTime Epoch1900 = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly DateTime Epoch1904 = new(1904, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>The formats that every program knows by number; 27–36 and 50–58 are those of Chinese installations.</summary>
    internal static NumberFormat Known(int id) => id switch
    {
        9 => new(Percent: true, Decimals: 0),
        10 => new(Percent: true, Decimals: 2),
        2 or 4 => new(Decimals: 2),
        14 or 15 or 16 or 17 or (>= 27 and <= 31) or 36 or (>= 50 and <= 54) or 57 or 58 => new(IsDate: true),
        22 => new(IsDate: true, HasTime: true),
        (>= 18 and <= 21) or (>= 32 and <= 35) or 55 or 56 or (>= 45 and <= 47) => new(IsDate: true, HasTime: true),
        _ => General,
    };

    internal static NumberFormat Parse(string code)
    {
        StringBuilder before = new(), after = new();
        int zeros = 0, decimals = 0;
        bool date = false, time = false, percent = false, point = false, digits = false;
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            var c = code[i];
            switch (c)
            {
                case '"':
                    var close = code.IndexOf('"', i + 1);
                    close = close < 0 ? code.Length : close;
                    (digits ? after : before).Append(code.AsSpan(i + 1, close - i - 1));
                    i = close;
                    break;
                case '\\' when i + 1 < code.Length:
                    (digits ? after : before).Append(code[++i]);
                    break;
                case '_' or '*':
                    i++;
                    break;
                case '[':
                    var end = code.IndexOf(']', i);
                    time |= end == i + 2 && code[i + 1] is 'h' or 'm' or 's';
                    i = end < 0 ? code.Length : end;
                    break;
                case 'G' or 'g' when string.Compare(code, i, "General", 0, 7, StringComparison.OrdinalIgnoreCase) == 0:
                    digits = true;
                    i += 6;
                    break;
                case 'y' or 'Y' or 'd' or 'D' or 'e' or 'E' when !digits:
                    date = true;
                    break;
                case 'h' or 'H' or 's' or 'S' when !digits:
                    time = true;
                    break;
                case 'm' or 'M' when !digits:
                    date |= !time;
                    break;
                case '.':
                    point = true;
                    break;
                case '0':
                    digits = true;
                    (zeros, decimals) = point ? (zeros, decimals + 1) : (zeros + 1, decimals);
                    break;
                case '#' or '?' or '@':
                    digits = true;
                    break;
                case '%':
                    percent = true;
                    break;
                case >= '\u2E80':
                    (digits ? after : before).Append(c);
                    break;
            }
        }

        return date || time
            ? new(IsDate: true, HasTime: time)
            : new(Zeros: zeros, Decimals: point || percent ? decimals : null, Percent: percent, Before: before.ToString(), After: after.ToString());
    }

    /// <param name="raw">The number as the file stores it.</param>
    /// <param name="from1904">Whether the workbook counts its days from 1904.</param>
    internal string Show(string raw, bool from1904)
    {
        if (ReferenceEquals(this, General) && raw.Length <= ReliableDigits && IsPlainInteger(raw))
        {
            return raw;
        }

        if (IsDate && ShowDate(raw, from1904) is { } date)
        {
            return date;
        }

        if (!decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return raw;
        }

        number = KeepReliable(Percent ? number * 100 : number);
        if (Decimals is { } decimals)
        {
            number = decimal.Round(number, Math.Min(decimals, ReliableDigits), MidpointRounding.AwayFromZero);
        }

        var shape = Decimals is { } fixedDecimals and > 0 ? "0." + new string('0', Math.Min(fixedDecimals, ReliableDigits)) : "0.###############";
        var text = number.ToString(shape, CultureInfo.InvariantCulture);
        if (Zeros > text.Length && number >= 0 && decimal.IsInteger(number) && Decimals is null)
        {
            text = text.PadLeft(Math.Min(Zeros, ReliableDigits), '0');
        }

        return Before + text + (Percent ? "%" : "") + After;
    }

    private static decimal KeepReliable(decimal number)
    {
        if (number == 0)
        {
            return 0;
        }

        var size = (int)Math.Floor(Math.Log10((double)Math.Abs(number))) + 1;
        if (size <= ReliableDigits)
        {
            return decimal.Round(number, Math.Clamp(ReliableDigits - size, 0, 28), MidpointRounding.AwayFromZero);
        }

        var unit = (decimal)Math.Pow(10, size - ReliableDigits);
        return decimal.Round(number / unit, 0, MidpointRounding.AwayFromZero) * unit;
    }

    private static bool IsPlainInteger(string raw)
    {
        foreach (var c in raw)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return raw.Length > 0 && (raw[0] != '0' || raw.Length == 1);
    }

    private string? ShowDate(string raw, bool from1904)
    {
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial)
            || !double.IsFinite(serial) || serial < 0 || serial >= LastSerial)
        {
            return null;
        }

        // 1900 was no leap year, but the program from which everyone inherited the count believed so.
        var days = !from1904 && serial < FalseLeapDay ? serial + 1 : serial;
        var moment = (from1904 ? Epoch1904 : Epoch1900).AddSeconds(Math.Round(days * 86_400));
        var timeOnly = HasTime && serial < 1;
        var shape = timeOnly ? "HH:mm" : HasTime && moment.TimeOfDay != TimeSpan.Zero ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd";
        return moment.ToString(shape, CultureInfo.InvariantCulture);
    }
}
