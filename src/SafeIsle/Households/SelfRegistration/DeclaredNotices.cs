using SafeIsle.Places;
using SafeIsle.Platform.Data;

namespace SafeIsle.Households.SelfRegistration;

/// <summary>What was declared with that form became a household of its own.</summary>
/// <param name="FormKey">See <see cref="RegisterProposal.FormKey"/>.</param>
public sealed record HouseholdDeclared(long Community, Guid Dwelling, Guid FormKey, Guid Household);

/// <summary>
/// What other modules do then: the phone that sent the form speaks for the household. Called inside the write's transaction; registered by
/// the module that has something to do.
/// </summary>
public delegate Task WhenHouseholdDeclared(Db db, WriteScope write, HouseholdDeclared notice, CancellationToken cancel);

/// <summary>The key of a form that this phone opens at that door, when a module knows the phone there; null: any new one.</summary>
public delegate Task<Guid?> FormKeyOfPhone(HttpContext http, Dwelling dwelling);
