using Microsoft.EntityFrameworkCore;
using SafeIsle.Households.SelfRegistration;
using SafeIsle.Places;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Secrets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;
using SafeIsle.Residents;

namespace SafeIsle.BuildingGroups;

/// <summary>What somebody shows to belong behind a door: its code, or the last four digits of a phone that is registered there.</summary>
internal sealed class JoinProof(Db db, KeyRing keys, Doors doors, TailGuard guard, DoorLimits limits)
{
    private const int TailDigits = 4;

    // A tail that somebody else tries at the same moment is tried again, that often.
    private const int Tries = 3;

    private const string NoProof = "请填写家门上告知单的 10 位编码，或登记过的电话后四位；都没有的，点下面“请居委会确认”。";
    private const string WrongCode = "编码和门牌没有对上。请看自己家门上最新的告知单，并核对上面的门牌号；也可以请居委会确认。";
    private const string WrongTail = "这个尾号没有对上。请核对后再试，或用门上的编码，或请居委会确认。";
    private const string Otherwise = "；可以用门上的编码，或请居委会确认。";
    private const string AtOnce = "同一时间家里有人也在进群，请再按一次。";
    private const string TooOften = "试错的次数太多了，请过一会儿再试；可以请居委会确认，或打居委会电话。";

    /// <summary>Null with the sentence at the field <c>proof</c>; a wrong one takes as long as a wrong door code.</summary>
    public async Task<(ResidentProof By, Guid? Household)?> CheckAsync(FormInput form, HttpContext http, Dwelling dwelling, long begun)
    {
        var typed = ChineseText.Key(form.Text("proof", "编码或尾号", 40));
        var why = NoProof;
        if (typed.Length == TailDigits && typed.All(char.IsAsciiDigit))
        {
            var (answer, household) = await TailAsync(http, dwelling, typed);
            if (answer == TailAnswer.Right)
            {
                return (ResidentProof.PhoneTail, household);
            }

            why = answer switch { TailAnswer.Wrong => WrongTail, TailAnswer.AtOnce => AtOnce, _ => TailGuard.WhyNot(answer) + Otherwise };
        }
        else if (DoorCode.Clean(typed) is { } code)
        {
            if (DoorCode.Of(keys, dwelling.CommunityId, dwelling.Id, dwelling.DoorCodeVersion) == code)
            {
                var households = await db.HouseholdsOf(dwelling).Select(h => h.Id).ToListAsync(http.RequestAborted);
                return (ResidentProof.DoorCode, households is [var only] ? only : null);
            }

            why = limits.TakeWrongCode(http) ? WrongCode : TooOften;
        }

        form.Wrong("proof", why);
        await doors.PauseAsync(begun, http.RequestAborted);
        return null;
    }

    private async Task<(TailAnswer Answer, Guid Household)> TailAsync(HttpContext http, Dwelling dwelling, string tail)
    {
        var tried = (Answer: TailAnswer.AtOnce, Household: Guid.Empty);
        for (var i = 0; i < Tries && tried.Answer == TailAnswer.AtOnce; i++)
        {
            tried = await guard.TryAsync(dwelling, tail, http.RequestAborted, "手机进入楼组群");
        }

        return tried;
    }
}
