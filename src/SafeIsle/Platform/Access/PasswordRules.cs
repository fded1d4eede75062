namespace SafeIsle.Platform.Access;

/// <summary>What a password must be. No rule asks for changing it every few weeks: that makes people write it down.</summary>
internal static class PasswordRules
{
    public const int Least = 10;

    /// <summary>More would only make the server work.</summary>
    public const int Most = 100;

    public const string Hint = "至少 10 位，要有小写字母和数字；用几个不相干的词连起来最好记。";

    /// <summary>The passwords of the well-known lists that are long and mixed enough for the rules above.</summary>
    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "1q2w3e4r5t", "1q2w3e4r5t6y", "1q2w3e4r5t6y7u", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "q1w2e3r4t5", "q1w2e3r4t5y6", "zaq12wsxcde3",
        "zaq1xsw2cde3", "qazwsx123456", "qwe123456789", "asd123456789", "zxc123456789", "asdf123456", "asdfgh123456", "zxcvbnm123",
        "1234qwerasdf", "qwer1234asdf", "1qazxsw23edc", "a1b2c3d4e5", "a1b2c3d4e5f6", "1a2b3c4d5e", "1a2b3c4d5e6f", "abcd123456",
        "abcde12345", "abc123abc123", "123abc123abc", "123456abcd", "12345abcde", "123456789a", "1234567890a", "123456789q", "123456789abc",
        "123456789qq", "a123456789", "a1234567890", "aa123456789", "aaa123456789", "q123456789", "qq123456789", "z123456789", "w123456789",
        "s123456789", "abc123456789", "woaini1314", "woaini1314520", "woaini520520", "woaini521", "woaini123456", "5201314woaini",
        "iloveyou1314", "iloveyou520", "love5201314", "a5201314520", "li123456789", "wang123456", "wang123456789", "zhang123456",
        "zhang123456789", "liu123456789", "chen123456", "yang123456", "zhao123456", "huang123456", "xiaoming123", "nihao123456",
        "mima123456", "mima12345678", "wodemima123", "yiqing2020", "fangyi2020", "fangyi2022", "juweihui123", "shequ12345", "shequ123456",
        "wangge12345", "wuye123456", "jiedao12345", "anquan12345", "anquandao123", "safeisle123", "trustno1234", "letmein1234", "p@ssw0rd123",
        "p@ssword123", "passw0rd123", "passw0rd1234", "pa55word123", "admin@12345", "admin@123456", "root123456", "test123456", "user123456",
        "huawei@123", "changeme123", "1234567890qwertyuiop",
    };

    /// <summary>Words that digits and signs around them do not make a password.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "password", "passwd", "passwort", "qwerty", "qwertyuiop", "asdfghjkl", "admin", "administrator", "root", "guest", "welcome", "letmein",
        "iloveyou", "woaini", "abc", "abcd", "abcdef", "monkey", "dragon", "sunshine", "princess", "football", "superman", "master", "mima",
        "safeisle", "anquandao", "juweihui", "shequ", "wangge", "jiedao", "wuye",
    };

    /// <summary>Null when it will do, otherwise one sentence.</summary>
    public static string? Refusal(string password, string userName)
    {
        if (password.Length is < Least or > Most)
        {
            return $"密码要 {Least} 到 {Most} 位，现在是 {password.Length} 位。";
        }

        if (!password.Any(char.IsAsciiLetterLower) || !password.Any(char.IsAsciiDigit))
        {
            return "密码要同时有小写字母和数字。";
        }

        if (userName.Length > 0 && password.Contains(userName, StringComparison.OrdinalIgnoreCase))
        {
            return "密码里不能含有用户名。";
        }

        var letters = string.Concat(password.Where(char.IsAsciiLetter));
        return Common.Contains(password) || Words.Contains(letters) || password.Distinct().Count() < Least / 2
            ? "这个密码太常见，容易被猜到，请换一个。"
            : null;
    }
}
