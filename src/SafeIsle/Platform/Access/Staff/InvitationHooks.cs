using SafeIsle.Platform.Data;

namespace SafeIsle.Platform.Access.Staff;

/// <summary>What an invitation is for beyond its role, in one line for the page of the link; null when the module knows nothing of it.</summary>
public delegate Task<string?> InvitationSays(Db db, Invitation invitation, CancellationToken cancel);

/// <summary>What a module does when an invitation is taken, inside the write's transaction.</summary>
public delegate Task InvitationTaken(Db db, WriteScope write, Invitation invitation, Guid account, string name, CancellationToken cancel);
