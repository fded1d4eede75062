namespace SafeIsle.Platform.Access;

/// <summary>What a module puts into a new community: its care tags, the shipped plans. Registered by the module, called by whoever creates one.</summary>
public delegate IEnumerable<object> CommunityStarter(long community);
