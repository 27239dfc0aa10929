namespace Gantry.Management.Http;

/// <summary>The endpoints of one subject.</summary>
internal interface IManageResource
{
    /// <summary>The subject, as the OpenAPI document groups by it.</summary>
    string Name { get; }

    IEnumerable<ManageEndpoint> Endpoints { get; }
}
