using SafeIsle.Households;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Returnees;

/// <summary>Who comes back, from where, when, by what: the fields that all three ways of announcing ask.</summary>
internal sealed record ReturneeForm(string Name, string Phone, string From, DateTimeOffset ArrivesAt, string Transport)
{
    /// <summary>So far ahead a return may be announced.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(30);

    // Somebody stands at the door already, and is announced by the guard's call.
    private static readonly TimeSpan Behind = TimeSpan.FromDays(1);

    public static ReturneeForm Read(FormInput form, DateTimeOffset now)
    {
        var name = form.Required("name", "姓名", Returnee.MostName);
        var phone = OnePhone.Read(form);
        if (phone.Length == 0)
        {
            form.Wrong("phone", "请填手机号，到了门口要联系。");
        }

        var from = form.Required("from", "从哪里回来", Returnee.MostFrom);
        var at = form.Moment("at", "几时到");
        if (at is null || at < now - Behind || at > now + Ahead)
        {
            form.Wrong("at", $"请填几时到，在今天起 {(int)Ahead.TotalDays} 天以内。");
        }

        return new(name, phone, from, at ?? now, form.Text("transport", "坐什么来", Returnee.MostName));
    }
}
