using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using SafeIsle.Platform;

namespace SafeIsle.Residents;

/// <summary>
/// The id of a resident to be, made with the empty form and sent with it, so that a form that is sent twice is one phone. Sealed:
/// nobody can name the id of a phone that is known already and be taken for it.
/// </summary>
public sealed class JoinTicket(IDataProtectionProvider protection)
{
    /// <summary>The name of the form's hidden field.</summary>
    public const string Field = "ticket";

    private readonly IDataProtector protector = protection.CreateProtector("SafeIsle.JoinTicket");

    public string New() => Seal(Ids.New());

    /// <summary>The id in that ticket; a new one when it is none of ours.</summary>
    public Guid Read(string ticket)
    {
        try
        {
            return ticket.Length > 0 ? new Guid(protector.Unprotect(Convert.FromBase64String(ticket))) : Ids.New();
        }
        catch (Exception made) when (made is CryptographicException or FormatException or ArgumentException)
        {
            return Ids.New();
        }
    }

    private string Seal(Guid id) => Convert.ToBase64String(protector.Protect(id.ToByteArray()));
}
