using Gantry.Protocols;

namespace Gantry.Clients.Tests.Translation;

/// <summary>A request that some client has really sent.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="Protocol">What it is written in.</param>
/// <param name="Model">What it asks for.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record SampleRequest(string Name, Protocol Protocol, string Model, byte[] Body);
