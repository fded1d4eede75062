using SafeIsle.Platform.Access;

namespace SafeIsle.Tests.Platform.Access;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("correct-horse-42")]
    [InlineData("三把椅子 two cups 7")]
    [InlineData("anquandao2026x-lake")]
    public void Will_do(string password) => PasswordRules.Refusal(password, "director").ShouldBeNull();

    [Theory]
    [InlineData("short1", "位")]
    [InlineData("onlyletters", "小写字母和数字")]
    [InlineData("9876501234", "小写字母和数字")]
    [InlineData("my-director-7", "用户名")]
    [InlineData("my-DIRECTOR-7a", "用户名")]
    [InlineData("1q2w3e4r5t", "太常见")]
    [InlineData("WoAiNi1314520", "太常见")]
    [InlineData("password2026", "太常见")]
    [InlineData("2026@Admin!!a", null)]
    [InlineData("2026@admin!!", "太常见")]
    [InlineData("aaaaaa1111", "太常见")]
    public void Will_not_do(string password, string? because)
    {
        var refusal = PasswordRules.Refusal(password, "director");
        if (because is null)
        {
            refusal.ShouldBeNull();
        }
        else
        {
            refusal.ShouldNotBeNull().ShouldContain(because);
        }
    }

    [Fact]
    public void An_empty_user_name_is_in_no_password() => PasswordRules.Refusal("correct-horse-42", "").ShouldBeNull();

    [Fact]
    public void Too_long_is_refused_before_it_is_hashed() =>
        PasswordRules.Refusal(new string('a', PasswordRules.Most) + "1", "x").ShouldNotBeNull();
}
