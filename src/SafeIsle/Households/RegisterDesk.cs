using SafeIsle.Platform.Access;
using SafeIsle.Platform.Secrets;

namespace SafeIsle.Households;

/// <summary>Begins a batch for what a signed-in person changes by hand.</summary>
public sealed class RegisterDesk(Sealer sealer, KeyRing keys, TimeProvider clock)
{
    public RegisterBatch Begin(Me me, long community) => new(sealer, keys, clock, community, me.Actor, RegisterSource.Desk);
}
