using Microsoft.EntityFrameworkCore;
using SafeIsle.Places;
using SafeIsle.Residents;
using SafeIsle.Tests.Households.SelfRegistration;

namespace SafeIsle.Tests.Residents;

/// <summary>Phones that tests hold in hand.</summary>
internal static class Phones
{
    /// <summary>A phone that the paper on that door has let in; it stands on its first page.</summary>
    public static async Task<Browser> PhoneAsync(this TestApp app, Dwelling dwelling, string name = "王女士", string who = "self")
    {
        var phone = app.Anyone();
        await phone.OpenAsync($"/h/{await app.CodeAsync(dwelling.Id)}/join");
        await phone.SubmitAsync("/join", ("name", name), ("who", who));
        phone.Path.ShouldStartWith("/home/", customMessage: phone.Text);
        return phone;
    }

    /// <summary>The committee has said of that phone, which stands on its first page, that it is the household's.</summary>
    public static async Task<Browser> ProvenAsync(this TestApp app, Browser phone)
    {
        var resident = Guid.Parse(phone.Path.Split('/')[2]);
        await app.InDbAsync(db => db.Residents.Where(r => r.Id == resident)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Proof, ResidentProof.Committee).SetProperty(r => r.DecidedBy, "高主任")));
        await phone.OpenAsync($"/home/{resident}");
        return phone;
    }
}
