using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Notices;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Health.Measures;

/// <summary>
/// A test's result is entered. One that is not negative is asked about once more before it is stored and before it is taken back, and is taken
/// back only by whoever saw it: a page that was opened before loses nothing.
/// </summary>
internal static class EnterTest
{
    /// <summary>How the address of what was confirmed ends.</summary>
    internal const string Sure = "/sure";

    /// <summary>The field that says what stood when the page was opened, a <see cref="Word"/>.</summary>
    internal const string Stood = "stood";

    /// <summary>A result as forms send it; none: nothing was entered yet.</summary>
    internal static string Word(bool? negative) => negative switch { true => "negative", false => "other", null => "none" };

    internal static async Task<IResult> SaveAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, ShowMeasure page, Outside outside, Signals signals, TimeProvider clock,
        CancellationToken cancel)
    {
        if (form.Has(FormInput.Edit))
        {
            return TypedResults.LocalRedirect($"{MeasureDesk.Path(community)}/{id}");
        }

        var (day, result) = (form.RequiredNumber("testDay", "第几天", 1, 100), form.Typed("result"));
        if (result != Word(true) && result != Word(false))
        {
            form.Wrong("testDay", "请选择结果：阴性，或不是阴性。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var (measure, refusal) = await MeasureActs.OpenAsync(http, db, write, me, page, community, id, form, cancel);
        if (refusal is not null)
        {
            return refusal;
        }

        var (now, person) = (clock.Now(), form.Id("testPerson") ?? measure!.PersonId);
        var tests = db.MeasureTests.Where(t => t.CommunityId == community && t.MeasureId == id && t.Day == day && t.PersonId == person);
        if (await tests.SingleOrDefaultAsync(cancel) is not { } test)
        {
            form.Wrong("testDay", $"第 {day} 天没有检测。");
            return await page.AgainAsync(write, me, measure!, form, cancel);
        }

        if (test.OnDate > now.DateHere())
        {
            form.Wrong("testDay", $"第 {day} 天还没有到，不能先填结果。");
            return await page.AgainAsync(write, me, measure!, form, cancel);
        }

        var (negative, saw) = (result == Word(true), form.Typed(Stood) == Word(false));
        if (await UnchangedAsync(test) is { } unchanged)
        {
            return unchanged;
        }

        if ((!negative || test.Negative == false) && !http.Request.Path.Value!.EndsWith(Sure, StringComparison.Ordinal))
        {
            // Two buttons side by side: the one cannot be called back, the other ends what must be decided at once.
            var who = await db.People.Where(p => p.CommunityId == community && p.Id == person).Select(p => p.Name).SingleOrDefaultAsync(cancel);
            return Page.Of<ConfirmTestPage>(new { Row = measure!, Test = test, Negative = negative, Name = who ?? measure!.Name, Form = form });
        }

        // The update asks again: of two who enter it at once, one finds it entered, and neither takes back what she did not see.
        if (await tests.Where(t => (t.Negative == null || t.Negative != negative) && (saw || t.Negative == null || t.Negative == true)).ExecuteUpdateAsync(
            set => set.SetProperty(t => t.Negative, (bool?)negative).SetProperty(t => t.EnteredAt, (DateTimeOffset?)now).SetProperty(t => t.EnteredBy, me.Name), cancel) == 0)
        {
            return await UnchangedAsync(await tests.SingleAsync(cancel)) ?? http.Refused(MeasureDesk.Path(measure!), "刚才有人改了这个结果，没有改动；请核对后再改。");
        }

        if (negative)
        {
            await DecideAtOnce.DropAsync(db, measure!, test.Id, now, cancel);
        }
        else
        {
            await DecideAtOnce.AskAsync(db, write, outside, me, measure!, test, now, cancel);
        }

        write.Record(community, "measure.test", id, $"{measure!.Dwelling}{(person == measure.PersonId ? "" : "同住的")}一人第 {day} 天的检测{(test.Negative is null ? "已登记" : "改登记")}");
        write.AfterCommit(() => signals.RaiseBuilding(community, measure.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(MeasureDesk.Path(measure), $"第 {day} 天的检测已记下。{(negative ? "" : "不是阴性的，已列进居委会和医生的待办；请马上报告防控办，要转运就在这里登记。")}");

        // The answer where what stands stays: it is the same, or it is not negative and came after the page was opened.
        async Task<IResult?> UnchangedAsync(MeasureTest stands)
        {
            if (stands.Negative == negative)
            {
                return http.Done(MeasureDesk.Path(measure!), "这个结果已经记过了。");
            }

            if (stands.Negative != false || saw)
            {
                return null;
            }

            form.Wrong("testDay", $"刚才{stands.EnteredBy}已登记为不是阴性，没有改动；请核对后再改。");
            return await page.AgainAsync(write, me, measure!, form, cancel);
        }
    }
}
