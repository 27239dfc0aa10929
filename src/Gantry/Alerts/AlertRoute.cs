using System.Collections.Immutable;

namespace Gantry.Alerts;

/// <summary>Where alerts go at this moment.</summary>
/// <param name="Mail">A mail server is set up.</param>
/// <param name="Operators">Further addresses for the operators' matters.</param>
/// <param name="Webhooks">Who gets posts.</param>
public sealed record AlertRoute(bool Mail, ImmutableArray<string> Operators, ImmutableArray<Uri> Webhooks);
