using System.Text.Json;
using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health.Measures;

/// <summary>What the form of opening a measure asks for.</summary>
internal sealed record MeasureDraft(
    DateTimeOffset From, int Days, IReadOnlyList<int> TestDays, string Authority, string Document, string Basis, string Place, bool CoResidents,
    string Objection, MeasureContacts Contacts)
{
    public const string Elsewhere = "elsewhere";

    /// <summary>What is wrong stands in the form's errors; then it must not be used.</summary>
    public static MeasureDraft Read(FormInput form, DateTimeOffset now)
    {
        var from = form.Moment("from", "从何时起");
        if (from is null)
        {
            form.Wrong("from", "请填写从何时起。");
        }
        else if (from < now - MeasureLimits.LongestBack || from > now + MeasureLimits.LongestAhead)
        {
            form.Wrong("from", $"开始的时间要在 {MeasureLimits.LongestBack.Days} 天以内、最晚 {MeasureLimits.LongestAhead.Days} 天以后。");
        }

        var days = form.RequiredNumber("days", "天数", 1, PlanRules.MostDays);
        if (form.Ok && MeasureRules.End(from!.Value, days) <= now)
        {
            form.Wrong("days", "照这样算已经期满，请核对开始的时间和天数。");
        }

        var tests = PlanForm.Days(form, "testDays");
        if (tests.Exists(d => d < 1 || d > days))
        {
            form.Wrong("testDays", $"检测日要在 1 到 {days} 天之内。");
        }

        var place = form.Typed("where") == Elsewhere ? form.Required("place", "地点的名称", MeasureLimits.MostPlace) : "";
        return new(
            from ?? now, days, tests, form.Required("authority", "决定机关", MeasureLimits.MostWords),
            form.Required("document", "文号", MeasureLimits.MostWords), form.Required("basis", "依据", MeasureLimits.MostWords), place, form.Ticked("coResidents"),
            Objections(form),
            new(
                form.Text("officer", "街道干部及电话", MeasureLimits.MostPlace), form.Text("worker", "网格员及电话", MeasureLimits.MostPlace),
                form.Text("employer", "所在单位及电话", MeasureLimits.MostPlace),
                form.Text("doctor", "社区医生及电话", MeasureLimits.MostPlace)));
    }

    private static string Objections(FormInput form)
    {
        var text = PlanForm.Words(form, "objection", "怎样提出异议", MeasureLimits.MostObjection);
        if (text.Length == 0)
        {
            form.Wrong("objection", "请写明怎样提出异议：向谁、什么时候以前。");
        }

        return text;
    }

    public Measure Make(Guid id, PersonPlace at, ResponsePlan plan, MeasureRule rule, Sealer sealer, DateTimeOffset now, string by) => new()
    {
        CommunityId = at.Person.CommunityId,
        Id = id,
        BuildingId = at.Building.Id,
        DwellingId = at.Dwelling.Id,
        HouseholdId = at.Household.Id,
        PersonId = at.Person.Id,
        Dwelling = at.Dwelling.Label,
        Name = at.Person.Name,
        Kind = rule.Kind,
        PlanId = plan.Id,
        Authority = Authority,
        DocumentNumber = Document,
        Basis = Basis,
        StartsAt = From,
        Until = MeasureRules.End(From, Days),
        Place = Place,
        CoResidents = CoResidents,
        Out = rule.Out,
        Passes = rule.Passes,
        // Who is kept elsewhere is measured and asked there.
        Reports = Place.Length == 0 ? rule.Reports : 0,
        CallBy = Place.Length == 0 ? rule.CallBy : null,
        SpotEvery = Place.Length == 0 ? rule.SpotEvery : 0,
        CorridorPerDay = rule.CorridorPerDay,
        Terms = rule.Terms,
        Objection = Objection,
        ContactsSealed = sealer.Seal(SealedColumn.MeasureContacts, id, JsonSerializer.Serialize(Contacts)),
        OpenedAt = now,
        OpenedBy = by,
    };

    internal static MeasureContacts ContactsOf(Measure measure, Sealer sealer) =>
        sealer.Open(SealedColumn.MeasureContacts, measure.Id, measure.ContactsSealed) is { } json
            ? JsonSerializer.Deserialize<MeasureContacts>(json)!
            : new("", "", "");

    /// <summary>How to object as the plan has it, with the words that are known before the form is filled.</summary>
    public static string ObjectionOf(PlanBody plan, Community community) => PlanText.Fill(plan.Templates.Objection, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["社区"] = community.Name,
        ["社区电话"] = community.Phone.Length > 0 ? community.Phone : "请到居委会询问",
        ["决定机关"] = "决定机关",
    });
}
