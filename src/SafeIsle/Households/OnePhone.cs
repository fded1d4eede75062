using SafeIsle.Platform.Ui;

namespace SafeIsle.Households;

/// <summary>The form field <c>phone</c> for one number to call back.</summary>
public static class OnePhone
{
    /// <summary>Characters that the field takes.</summary>
    public const int Most = 40;

    private const string Field = "phone";

    /// <summary>The number in its normal form; empty when none was given. What is wrong stands in the form.</summary>
    public static string Read(FormInput form)
    {
        var cell = PhoneNumber.ReadAll(form.Text(Field, "电话", Most));
        if (cell.Problems.Count > 0 || cell.Masked.Count > 0)
        {
            form.Wrong(Field, cell.Problems.Count > 0 ? cell.Problems[0] : "请填写完整的电话，不要带星号。");
        }

        return cell.Numbers.Count > 0 ? cell.Numbers[0].Text : "";
    }
}
