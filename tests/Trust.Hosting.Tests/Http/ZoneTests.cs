using Trust.Hosting.Http;
using Trust.Hosting.Startup;
using Trust.Testing;

namespace Trust.Hosting.Tests.Http;

public sealed class ZoneTests
{
    [Theory]
    [InlineData(ServedZone.Both, Zone.Internet, true)]
    [InlineData(ServedZone.Both, Zone.Extranet, true)]
    [InlineData(ServedZone.Internet, Zone.Internet, true)]
    [InlineData(ServedZone.Internet, Zone.Both, true)]
    [InlineData(ServedZone.Internet, Zone.Extranet, false)]
    [InlineData(ServedZone.Extranet, Zone.Extranet, true)]
    [InlineData(ServedZone.Extranet, Zone.Internet, false)]
    [InlineData(ServedZone.Both, Zone.Node, false)]
    [Requirement("ARC-22")]
    public void Process_serves_only_endpoints_of_its_zone(ServedZone served, Zone zone, bool expected) => Assert.Equal(expected, served.Serves(zone));
}
