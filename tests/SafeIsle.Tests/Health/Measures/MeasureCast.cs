using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SafeIsle.Health;
using SafeIsle.Health.Measures;
using SafeIsle.Households;
using SafeIsle.Places;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;
using SafeIsle.Tests.Closures;
using SafeIsle.Tests.Households;
using SafeIsle.Tests.Households.SelfRegistration;
using SafeIsle.Tests.Residents;

namespace SafeIsle.Tests.Health.Measures;

/// <summary>A household in a building of its own, as tests of measures need it over and over.</summary>
internal sealed record KeptHome(Guid Building, Dwelling Dwelling, Household Household, IReadOnlyList<Person> People)
{
    public const string Desk = "/desk/310107103017";

    public const string OpenPath = Desk + "/measures/new";

    public static async Task<KeptHome> MakeAsync(TestApp app, string label, params PersonFacts[] people)
    {
        var building = await SafeIsle.Tests.Closures.Residents.AddBuildingAsync(app, label);
        var dwelling = await app.DwellingAsync(building, "101");
        var household = await app.PutAsync(dwelling, Tenure.Owner, people);
        await app.InDbAsync(db => db.Households.Where(h => h.Id == household.Id).ExecuteUpdateAsync(set => set.SetProperty(h => h.VerifiedAt, app.Clock.Now())));
        return new(building, dwelling, household, await app.InDbAsync(db => db.People.Where(p => p.HouseholdId == household.Id).OrderBy(p => p.Position).ToListAsync()));
    }

    /// <summary>The form of opening a measure for that person, filled.</summary>
    public async Task<Browser> FormAsync(Browser director, int person = 0, MeasureKind kind = MeasureKind.HomeIsolation)
    {
        await director.OpenAsync($"{OpenPath}?person={People[person].Id}&kind={kind}");
        return director;
    }

    public static (string, string?)[] Decision(params (string Name, string? Value)[] changes)
    {
        (string Name, string? Value)[] usual =
        [
            ("authority", "普陀区疫情防控指挥部"), ("document", "普防控〔2022〕7号"), ("basis", "与确诊病例同乘一车，判定为密切接触者"), ("worker", "小周 14200138099"),
        ];
        return [.. usual.Where(u => changes.All(c => c.Name != u.Name)), .. changes];
    }

    public async Task<Measure> OpenAsync(TestApp app, Browser director, int person = 0, MeasureKind kind = MeasureKind.HomeIsolation, params (string, string?)[] changes)
    {
        await FormAsync(director, person, kind);
        await director.SubmitAsync("/measures/new", Decision(changes));
        await director.SubmitAsync("/measures");
        director.Text.ShouldContain("已开好");
        var id = Guid.Parse(director.Path.Split('/')[^1]);
        return await app.InDbAsync(db => db.Measures.SingleAsync(m => m.Id == id));
    }

    /// <summary>A plan like the one that is shipped, otherwise in one thing; answers its id.</summary>
    public static Task<Guid> PlanAsync(TestApp app, string code, Func<PlanBody, PlanBody> otherwise) => app.InDbAsync(async db =>
    {
        await using var write = await db.BeginWriteAsync(SafeIsle.Platform.Audit.Actor.System, default);
        var like = await db.ResponsePlans.FirstAsync(p => p.CommunityId == Cast.Home && p.Code == "home-14");
        var plan = new ResponsePlan
        {
            CommunityId = Cast.Home, Id = Ids.New(), Code = code, Version = 1, Name = "测试 " + code, Body = otherwise(like.Read()).ToJson(),
            PublishedAt = app.Clock.Now(), PublishedBy = "测试",
        };
        db.Add(plan);
        write.Record(Cast.Home, "test.plan", null, "测试");
        await write.CommitAsync();
        return plan.Id;
    });

    public async Task<Browser> PhoneAsync(TestApp app) => await app.ProvenAsync(await app.PhoneAsync(Dwelling));

    /// <summary>Lines of the audit log that say somebody opened that file.</summary>
    public static Task<int> LooksAsync(TestApp app, Measure measure) => app.InDbAsync(db =>
        db.Set<SafeIsle.Platform.Audit.AuditEntry>().CountAsync(e => e.Subject == measure.Id && e.Action == "measure.look"));

    /// <summary>One round of the desk's clockwork.</summary>
    public static async Task RoundAsync(TestApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var its = scope.ServiceProvider;
        await MeasureRounds.RunAsync(its.GetRequiredService<Db>(), its.GetRequiredService<DutyBook>(), its.GetRequiredService<MissingTexts>(), Cast.Home, app.Clock.Now(), default);
    }

    /// <summary>Moves the clock to that wall time, on the next day or later on this one.</summary>
    public static void At(TestApp app, int days, int hour, int minute = 0) =>
        app.Clock.Advance(Clock.FromHere(app.Clock.Today().AddDays(days).ToDateTime(new(hour, minute))) - app.Clock.Now());

    public Task<List<SafeIsle.Grids.Todos.Todo>> TodosAsync(TestApp app, string kind) => app.InDbAsync(db =>
        db.Set<SafeIsle.Grids.Todos.Todo>().Where(t => t.HouseholdId == Household.Id && t.Kind == kind).OrderBy(t => t.DueAt).ToListAsync());

    public static string Day(DateTimeOffset at) => at.Here().ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
