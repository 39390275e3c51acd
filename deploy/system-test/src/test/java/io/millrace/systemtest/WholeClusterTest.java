package io.millrace.systemtest;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * All tests that share a cluster, one after the other in one process while another runs the rest: each by itself would
 * start a cluster of its own. None of them is {@link Alone}, so that it is empty where only those run.
 */
@Suite(failIfNoTests = false)
@SelectPackages("io.millrace.systemtest")
@IncludeClassNamePatterns(".*\\.(Chaos|Cluster\\w+|FullEdge)Test")
class WholeClusterTest {}
